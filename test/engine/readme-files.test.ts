import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openEngine } from '#engine'
import type { ImportKind } from '#shared/import-columns'
import { japanese } from '#shared/messages/catalogue'
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
/** Each file of README with the paragraph before it, which begins with its kind. */
const files = readFileSync('README.md', 'utf8')
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
