import { createHash } from 'node:crypto'
import { dirname, relative } from 'node:path'
import { type CheckResult, CheckStatus } from '@stryker-mutator/api/check'
import type { Mutant } from '@stryker-mutator/api/core'
import { declareFactoryPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** As much of a Babel path as is looked at. */
interface Path {
  node: Node
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
function nonsense({ node }: Path): string | undefined {
  const names = chain(node.type === 'NewExpression' ? node.callee : node)
  const last = names.at(-1) ?? ''
  if (node.type === 'NewExpression' && ['Error', 'StartRefused'].includes(last)) return 'a text'
  if (node.type === 'CallExpression') {
    if (names.includes('log') && ['warn', 'error'].includes(last)) return 'a record of the log'
    if (['query', 'sql', 'k'].includes(names[0] ?? '')) return 'SQL'
    if (['describe', 'meta'].includes(last)) return 'documentation'
  }
  if (node.type === 'TaggedTemplateExpression' && chain(node.tag)[0] === 'raw') return 'SQL'
  return undefined
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

/** So many mutants of each folder; the others are told to be invalid, and count neither way. */
class Sample {
  async init(): Promise<void> {}

  async group(mutants: Mutant[]): Promise<string[][]> {
    return [mutants.map(({ id }) => id)]
  }

  async check(mutants: Mutant[]): Promise<Record<string, CheckResult>> {
    const chosen = new Set<string>()
    for (const some of Map.groupBy(mutants, ({ fileName }) => folderOf(fileName)).values()) {
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

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'nonsense', { shouldIgnore: nonsense as never }),
  declareFactoryPlugin(PluginKind.Checker, 'sample', () => new Sample()),
]
