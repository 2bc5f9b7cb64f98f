import { createHash } from 'node:crypto'
import { dirname, relative } from 'node:path'
import { type CheckResult, CheckStatus } from '@stryker-mutator/api/check'
import type { Mutant, MutantResult } from '@stryker-mutator/api/core'
import { declareFactoryPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'
import type { Reporter } from '@stryker-mutator/api/report'
import { nearestRunner } from './nearest.ts'

/** As much of a Babel path as is looked at. */
interface Path {
  node: Node
  parentPath: Path | null
}
interface Node {
  type: string
  callee?: Node
  tag?: Node
  object?: Node
  property?: Node
  name?: string
}

/** The names that an expression is made of, `engine.log.error`; empty where it is something else. */
function chain(node: Node | undefined): string[] {
  if (!node) return []
  if (node.type === 'Identifier') return [node.name ?? '']
  if (node.type === 'MemberExpression') return [...chain(node.object), node.property?.name ?? '']
  return node.type === 'CallExpression' ? chain(node.callee) : []
}

/**
 * Mutants that would say nothing of the tests. SQL is one text to the mutator: any change of its words is a syntax error, which
 * the first row read or written tells.
 */
function nonsense(path: Path): string | undefined {
  const { node } = path
  const names = chain(node.type === 'NewExpression' ? node.callee : node)
  const last = names.at(-1) ?? ''
  if (node.type === 'NewExpression' && ['Error', 'StartRefused'].includes(last)) return 'a text'
  if (node.type === 'CallExpression') {
    if (names.includes('log') && ['warn', 'error'].includes(last)) return 'a record of the log'
    if (['query', 'sql', 'k'].includes(names[0] ?? '')) return 'SQL'
    if (['describe', 'meta'].includes(last)) return 'documentation'
  }
  if (node.type === 'TaggedTemplateExpression' && chain(node.tag)[0] === 'raw') return 'SQL'
  if (process.env.MUTATE_NEAREST && node.type !== 'Program' && runsAtLoad(path))
    return 'runs when the module is loaded'
  return undefined
}

const isCode = (type: string): boolean => /Function|Method|^Class/.test(type)

/** Whether a node or one below it is code that runs later. */
function holdsCode(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false
  if ('type' in node && isCode(String(node.type))) return true
  return Object.values(node).some(holdsCode)
}

/** Neither in a function nor with one inside. */
function runsAtLoad({ node, parentPath }: Path): boolean {
  for (let above = parentPath; above; above = above.parentPath)
    if (isCode(above.node.type)) return false
  return !holdsCode(node)
}

const root = process.env.MUTATE_ROOT ?? process.cwd()
const size = Number(process.env.MUTATE_SAMPLE || Number.POSITIVE_INFINITY)
const seed = process.env.MUTATE_SEED ?? ''

/** The folder whose score a file counts in: `src/main/engine/grants`. */
export const folderOf = (fileName: string): string =>
  dirname(relative(root, fileName)).split('/').slice(0, 4).join('/')

/** A place in the line that depends on the mutant and the seed alone: the same sample on any machine. */
function placeOf({ fileName, location, replacement }: Mutant): string {
  const { start, end } = location
  const key = [seed, relative(root, fileName), start.line, start.column, end.line, end.column]
  return createHash('sha256')
    .update([...key, replacement].join(' '))
    .digest('hex')
}

/** So many mutants of each folder, or of all together, where each has the same chance; the others are told to be invalid, and count neither way. */
class Sample {
  async init(): Promise<void> {}

  async group(mutants: Mutant[]): Promise<string[][]> {
    return [mutants.map(({ id }) => id)]
  }

  async check(mutants: Mutant[]): Promise<Record<string, CheckResult>> {
    const chosen = new Set<string>()
    const part = ({ fileName }: Mutant): string =>
      process.env.MUTATE_TOGETHER ? '' : folderOf(fileName)
    for (const some of Map.groupBy(mutants, part).values()) {
      const placed = some.map((mutant) => ({ id: mutant.id, place: placeOf(mutant) }))
      placed.sort((a, b) => (a.place < b.place ? -1 : 1))
      for (const { id } of placed.slice(0, size)) chosen.add(id)
    }
    return Object.fromEntries(
      mutants.map(({ id }) => [
        id,
        chosen.has(id)
          ? { status: CheckStatus.Passed }
          : { status: CheckStatus.CompileError, reason: 'not in the sample' },
      ]),
    )
  }
}

/** A run takes an hour: each result is told when it is there. */
class Told implements Reporter {
  onMutantTested({ status, fileName, location, replacement, statusReason }: MutantResult): void {
    if (status === 'Ignored' || status === 'CompileError') return
    const place = `${relative(root, fileName)}:${location.start.line}:${location.start.column}`
    const why = status === 'Killed' || status === 'Timeout' ? '' : ` ${statusReason ?? ''}`
    process.stdout.write(
      `${new Date().toISOString()} ${status} ${place} → ${replacement.slice(0, 60)}${why}\n`,
    )
  }
}

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'nonsense', { shouldIgnore: nonsense as never }),
  declareFactoryPlugin(PluginKind.Checker, 'sample', () => new Sample()),
  declareFactoryPlugin(PluginKind.Reporter, 'told', () => new Told()),
  declareFactoryPlugin(PluginKind.TestRunner, 'nearest', nearestRunner),
]
