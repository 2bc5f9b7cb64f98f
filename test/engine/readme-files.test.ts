import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openEngine } from '#engine'
import type { ImportKind } from '#shared/import-columns'
import { japanese } from '#shared/messages/catalogue'
import manifest from '../../package.json' with { type: 'json' }
import { encode, type importer, takeFile } from '../support/import-file.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { TestClock } from '../support/world.ts'

const kinds: ImportKind[] = [
  'branches',
  'customers',
  'users',
  'questions',
  'accounts',
  'balances',
  'transactions',
  'events',
]
const readme = readFileSync('README.md', 'utf8')
/** Each file of README with the paragraph before it, which begins with its kind. */
const files = readme
  .split('```')
  .flatMap((text, i, all) =>
    text.startsWith('csv\n')
      ? [{ lead: all[i - 1]?.split('\n\n').at(-1)?.trim() ?? '', text: text.slice(4) }]
      : [],
  )
const kindOf = (lead: string) =>
  kinds.find((kind) => lead.startsWith(japanese(`imports.kind.${kind}`)))

it.each(['utf-8', 'cp932'] as const)(
  'the files of README go in from an empty folder, as they stand there, in %s',
  async (encoding) => {
    const folder = temporaryFolder()
    const engine = openEngine({
      folder,
      clock: new TestClock(),
      log: { warn() {}, error() {} },
      version: 'test',
    })
    expect(files.map(({ lead }) => kindOf(lead))).toEqual(kinds)
    const by = (actor: typeof importer) => ({ engine, actor, correlationId: 'c' })
    for (const { lead, text } of files) {
      const kind = kindOf(lead) ?? 'branches'
      const status = await takeFile({ engine, by } as never, encode(text, encoding), { kind })
      expect([kind, status.problems, status.state]).toEqual([kind, [], 'done'])
    }
    const login = engine.bank.login('ib0012345')
    expect(await engine.bank.passwordMatches(login?.id, 'another-password')).toBe(true)
    expect(engine.bank.questions(login?.customerId ?? 0)).toHaveLength(3)
    const [account] = engine.bank.openAccounts(login?.customerId ?? 0)
    expect(account).toMatchObject({ balance: 1_239_567, completeTo: '2026-04-02' })
    await engine.close()
    removeFolder(folder)
  },
)

it('README names no command and no option that is not there, and leaves no command out', () => {
  const { scripts } = manifest
  const named = new Set([...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name))
  const commands = Object.keys(scripts).filter(
    (name) => scripts[name as 'serve'].includes('src/main/') && name !== 'start',
  )
  expect([...named].filter((name) => !Object.hasOwn(scripts, name ?? ''))).toEqual([])
  expect(commands.filter((name) => !named.has(name))).toEqual([])

  const sources = readdirSync('src/main/commands').map((name) => `src/main/commands/${name}`)
  const others = ['src/main/command-line.ts', 'test/faults/faults.ts']
  const taken = [...sources, ...others].map((file) => readFileSync(file, 'utf8'))
  const isTaken = (option: string) =>
    taken.some((text) => text.includes(`'${option}'`) || text.includes(`${option}:`))
  const options = new Set([...readme.matchAll(/--([a-z][a-z-]+)/g)].map(([, name]) => name ?? ''))
  expect([...options].filter((option) => !isTaken(option))).toEqual([])
})

it('what README says of Node is so: the machine’s own may be older, the program has its own, and npm is silent about it', () => {
  const { engines, devDependencies } = manifest
  expect([engines.node, devDependencies.node]).toEqual(['>=20', expect.stringMatching(/^24\./)])
  expect(readme).toContain('npm on Node 20 or newer')
  expect(readme).toContain('Node 24 that `npm ci` brings')
  expect(readFileSync('.npmrc', 'utf8')).toMatch(/^loglevel=error$/m)
})
