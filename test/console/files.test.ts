import { parse } from 'csv-parse/sync'
import Encoding from 'encoding-japanese'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { timeText } from '#shared/japanese-date'
import { type CsvEncoding, CsvWriter, harmless } from '../../src/main/paper/csv.ts'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { endAtCounter } from '../support/request-steps.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

let world: World
let listener: OpenConsole
let officer: Desk
let clerk: Desk
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}] })
  await world.permit()
  await world.permit({ provider: 1 })
  listener = await consoleOf(world)
  const signedIn = async (role: 'officer' | 'clerk'): Promise<Desk> => {
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn((await world.staff(role)).login)
    return desk
  }
  officer = await signedIn('officer')
  clerk = await signedIn('clerk')
})
afterAll(async () => {
  await listener.close()
  await world.close()
})

const utf8 = { encoding: 'utf-8', replace: false } as const
const rowsOf = (file: string | null): string[][] =>
  parse(Buffer.from(file ?? '', 'base64').toString('utf8'), { bom: true })

const fileOf = (rows: string[][], encoding: CsvEncoding, replace = false) => {
  const writer = new CsvWriter(encoding, replace)
  for (const row of rows) writer.add([row])
  return writer
}

describe('lists as files (R76, U7)', () => {
  it('hold exactly what the filter shows, with a BOM and CRLF, and stand in the audit', async () => {
    await endAtCounter(clerk, 1, (grant) => grant.providerName === '試験業者1')
    const all = await officer.files.grants({ filter: { status: 'all', providerId: null }, ...utf8 })
    const ended = await officer.files.grants({
      filter: { status: 'ended', providerId: null },
      ...utf8,
    })
    expect([all.rows, ended.rows]).toEqual([2, 1])
    expect(ended.fileName).toMatch(/^連携一覧_\d{12}\.csv$/)
    const bytes = Buffer.from(ended.file ?? '', 'base64')
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    expect(bytes.toString('utf8')).toContain('\r\n')
    const [head, row] = rowsOf(ended.file)
    expect(head?.[0]).toBe('連携番号')
    expect(row).toContain('試験業者1')
    expect(row?.at(-1)).toBe('解除')
    const [entry] = world.engine.store.read(
      sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(1),
    )
    expect(entry).toMatchObject({ action: 'files.grants' })
    expect(JSON.parse(entry?.after ?? '')).toMatchObject({ rows: 1, filter: { status: 'ended' } })
  })

  it('are named after the list', async () => {
    const provider = await officer.files.providers({ filter: { view: 'all' }, ...utf8 })
    const requests = await officer.files.requests({
      filter: { view: 'today', branchCode: null },
      ...utf8,
    })
    const customers = await officer.files.customers({ filter: { branchCode: null }, ...utf8 })
    const filter = { actorKind: null, outcome: null, action: '', text: '' }
    const audit = await officer.files.audit({ filter, ...utf8 })
    const period = { customerId: 1, from: '2000-01-01', to: '2099-12-31' }
    const provisions = await officer.files.provisionsFile({ ...period, ...utf8 })
    expect(
      [provider, requests, customers, audit, provisions].map(
        (one) => /^(.*)_\d{12}\.csv$/.exec(one.fileName)?.[1],
      ),
    ).toEqual(['API業者一覧', '受付一覧', '顧客一覧', '監査記録', '第三者提供記録'])
    expect(rowsOf(audit.file)[0]?.slice(-2)).toEqual(['操作者の番号', 'ハッシュ'])
    expect(rowsOf(provisions.file)).toEqual([
      [
        ...['提供の日時（日本時間）', '提供先', '本人', '提供した項目', '口座', '明細の件数'],
        ...['連携番号', '同意の日時（日本時間）', '同意画面の版', '規定の版'],
      ],
    ])
  })

  it('hold the columns that are shown, in their order, and are sorted as the screen is', async () => {
    const filter = { status: 'all', providerId: null } as const
    const view = { columns: ['status', 'provider'], sort: { by: 'provider', desc: true } } as const
    const file = async (given: Parameters<Desk['files']['grants']>[0]) =>
      rowsOf((await officer.files.grants(given)).file)
    expect(await file({ filter, ...utf8, columns: [...view.columns], sort: view.sort })).toEqual([
      ['状態', 'API業者'],
      ['解除', '試験業者1'],
      ['有効', '試験業者0'],
    ])
    // By an order that the server walks an index for, and by one that it sorts for itself.
    for (const by of ['grantedAt', 'label'] as const) {
      const up = await file({ filter, ...utf8, columns: ['label'], sort: { by, desc: false } })
      const down = await file({ filter, ...utf8, columns: ['label'], sort: { by, desc: true } })
      expect(up.slice(1)).toEqual(down.slice(1).reverse())
      expect(Number(up[1]?.[0]?.slice(2))).toBeLessThan(Number(up[2]?.[0]?.slice(2)))
    }
    const [entry] = world.engine.store.read(
      sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(1),
    )
    expect(JSON.parse(entry?.after ?? '')).toMatchObject({ columns: ['label'], sort: '-label' })
  })

  it('are there of customers and providers too; a customer’s number stays masked', async () => {
    const customers = await officer.files.customers({ filter: { branchCode: null }, ...utf8 })
    expect(rowsOf(customers.file)[0]).toEqual([
      'カナ氏名',
      '氏名',
      '顧客番号',
      '取扱店',
      '個人・法人',
      '有効',
      '停止中',
    ])
    expect(rowsOf(customers.file)[1]?.[2]).toMatch(/^\*\*\*\d{4}$/)
    const providers = await officer.files.providers({ filter: { view: 'all' }, ...utf8 })
    expect(rowsOf(providers.file).map((row) => row[0])).toContain('試験業者0')
    const failing = await officer.files.providers({ filter: { view: 'failing' }, ...utf8 })
    expect(failing.rows).toBe(0)
  })

  it('give the examiner every entry with its hash, which the database and the signed copies have too', async () => {
    const filter = { actorKind: null, outcome: null, action: '', text: '' }
    const { file, rows } = await officer.files.audit({ filter, ...utf8 })
    const lines = rowsOf(file).slice(1)
    expect(lines).toHaveLength(rows)
    const ids = lines.map((line) => Number(line[0]))
    expect(ids).toEqual(ids.map((_id, i) => (ids[0] ?? 0) - i))
    for (const line of lines) expect(line.at(-1)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('CP932: what it has not is listed first, and never replaced unasked', async () => {
    world.engine.store.bulk((db) =>
      db.exec("UPDATE providers SET name = '𠮷野家計簿①' WHERE id = 1"),
    )
    const ask = { filter: { status: 'all', providerId: null }, encoding: 'cp932' } as const
    const refused = await officer.files.grants({ ...ask, replace: false })
    expect(refused).toMatchObject({ unmappable: ['𠮷'], file: null })
    const written = await officer.files.grants({ ...ask, replace: true })
    const text = Encoding.codeToString(
      Encoding.convert([...Buffer.from(written.file ?? '', 'base64')], {
        from: 'SJIS',
        to: 'UNICODE',
      }),
    )
    expect(text).toContain('〓野家計簿①')
  })

  it('a long list is written while the person goes on; it can be stopped, and is nobody else’s', async () => {
    const now = world.clock.now()
    world.engine.store.bulk((db) => {
      db.exec(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 24000)
         INSERT INTO grants (id, customerId, providerId, channel, scopes, status, grantedAt, expiresAt, endedAt, endedBy, requester, requestChannel, reason, textVersion, termsVersion, shownHash)
         SELECT 100000 + i, 2, 1, 'personal', 'accounts', 'revoked', ${now} - i * 1000, ${now} + 1000000, ${now} - i, 'staff:1', 'self', 'phone', 'other', 1, '第1版', zeroblob(32) FROM n`,
      )
    })
    const filter = { status: 'all', providerId: null } as const
    const started = await officer.files.grants({ filter, ...utf8 })
    expect(started).toMatchObject({ file: null, fileName: '', unmappable: [] })
    expect(started.rows).toBeGreaterThanOrEqual(10_000)
    expect(await codeOf(clerk.files.job({ id: started.job ?? '' }))).toBe('file.not-found')
    let answer = started
    while (answer.job !== null) answer = await officer.files.job({ id: answer.job })
    expect(answer.rows).toBeGreaterThan(24_000)
    expect(rowsOf(answer.file)).toHaveLength(answer.rows + 1)

    const again = await officer.files.grants({ filter, ...utf8 })
    await officer.files.cancel({ id: again.job ?? '' })
    await expect
      .poll(() => codeOf(officer.files.job({ id: again.job ?? '' })))
      .toBe('file.cancelled')
  })

  it('what is wrong with an imported file is a file too: where, what it is and what to do', async () => {
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn((await world.staff('hq-admin')).login)
    const rows = Buffer.from('店番,店名,店名カナ,有効開始日,有効終了日\r\n099,新店,漢字,,\r\n')
    const given = { kind: 'branches', fileName: '店舗.csv', size: rows.length } as const
    const { id } = await desk.imports.begin(given)
    await desk.imports.add({ id, piece: rows.toString('base64') })
    await expect.poll(async () => (await desk.imports.status({ id })).state).toBe('checked')
    const { fileName, file } = await desk.imports.problems({ id })
    expect(fileName).toBe('店舗_誤り.csv')
    const [head, first, ...more] = rowsOf(file)
    expect(head).toEqual(['行', '項目', 'ファイルの値', '事象', '対処'])
    expect(first?.slice(0, 3)).toEqual(['2', '店名カナ', '漢字'])
    for (const words of first?.slice(3) ?? []) expect(words).not.toBe('')
    expect(more).toEqual([])
    await desk.imports.cancel({ id })
  })

  it('no clerk takes a list out of the house', async () => {
    expect(
      await codeOf(clerk.files.grants({ filter: { status: 'all', providerId: null }, ...utf8 })),
    ).toBe('permission.denied')
  })
})

describe('formulas', () => {
  it.each([
    ...['=1+1', '+A1', '-A1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("http://x")'],
    ...['＝1+1', '＋A1', '－A1', '−A1', '＠SUM(A1)', '-1-1', '+1'],
  ])('%j becomes text', (cell) => {
    expect(harmless(cell)).toBe(`'${cell}`)
  })
  it.each(['-5', '-0.5', '12', '1=1', 'R-000001', '鈴木', ''])('%j stays as it is', (cell) => {
    expect(harmless(cell)).toBe(cell)
  })
  it('any cells come back as they were, but for the mark', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        (rows) => {
          const width = rows[0]?.length ?? 0
          const even = rows.filter((row) => row.length === width)
          const back = parse(fileOf(even, 'utf-8').file()?.toString('utf8') ?? '', {
            bom: true,
            skip_empty_lines: false,
          })
          expect(back).toEqual(even.map((row) => row.map(harmless)))
        },
      ),
    )
  })
  it('finds what CP932 lacks, each once', () => {
    const rows = [['髙﨑①', '𠮷𠮷', '〜−'], ['𠮷']]
    expect(fileOf(rows, 'cp932').unmappable).toEqual(['𠮷'])
    expect(fileOf(rows, 'cp932').file()).toBeNull()
    expect(fileOf(rows, 'cp932', true).file()).not.toBeNull()
    expect(fileOf(rows, 'utf-8').unmappable).toEqual([])
  })
})

describe('第三者提供記録 (R84)', () => {
  it('tells what was really answered: recipient, person, items, consent, first and last', async () => {
    const now = world.clock.now()
    const [account] = world.linkable(1)
    for (const [endpoint, status, result, at] of [
      ['accounts', 200, 'ok', now - 3_000],
      ['balance', 200, 'ok', now - 2_000],
      ['balance', 200, 'ok', now - 1_500],
      ['transactions', 200, 'ok', now - 1_000],
      ['transactions', 403, 'insufficient_scope', now],
      ['oauth.refresh', 200, 'ok', now],
    ] as const)
      world.engine.access.add({
        at,
        providerId: world.provider().id,
        grantId: 1,
        endpoint,
        accountId: endpoint === 'accounts' ? null : (account ?? null),
        status,
        result,
        rows: endpoint === 'transactions' ? 12 : 1,
      })
    const period = { customerId: 1, from: '2000-01-01', to: '2099-12-31' }
    const shown = await officer.files.provisions(period)
    const [row] = shown.grants
    expect(row).toMatchObject({
      label: 'R-000001',
      person: '鈴木 一郎',
      items: ['accounts', 'balance', 'transactions'],
      firstAt: now - 3_000,
      lastAt: now - 1_000,
      times: 4,
      termsVersion: '第1版',
    })
    expect(row?.accounts).toHaveLength(1)
    const none = { grants: [], rows: [], next: null }
    expect(await officer.files.provisions({ ...period, to: '2001-01-01' })).toEqual(none)
    const [name] = row?.accounts ?? []
    expect(
      shown.rows.map(({ at, item, account: of, count }) => [now - at, item, of, count]),
    ).toEqual([
      [1_000, 'transactions', name, 12],
      [1_500, 'balance', name, null],
      [2_000, 'balance', name, null],
      [3_000, 'accounts', null, null],
    ])
    const after = shown.rows[1]?.id ?? null
    const later = await officer.files.provisions({ ...period, after })
    expect(later).toEqual({ grants: [], rows: shown.rows.slice(2), next: null })
    // The same count wherever it is told.
    const life = await officer.grants.timeline({ id: 1 })
    expect(
      life.entries.filter(({ kind }) => kind === 'access-day').map(({ count }) => count),
    ).toEqual([4])
    const { file } = await officer.files.provisionsFile({ ...period, ...utf8 })
    const consent = [timeText(row?.consentAt ?? 0, true), '1', '第1版']
    const written = shown.rows.map(({ at, account: of, count }, i) => [
      ...[timeText(at, true), row?.recipient, '鈴木 一郎'],
      ...[
        ['入出金明細照会', '残高照会', '残高照会', '口座一覧'][i],
        of?.replaceAll('•', '*') ?? '',
      ],
      ...[count === null ? '' : '12', 'R-000001', ...consent],
    ])
    expect(rowsOf(file).slice(1)).toEqual(written)
    const paper = await officer.files.provisionsPaper(period)
    const house = world.engine.settings.get('institution')
    expect(paper).toEqual({
      ...{ institution: house.name, institutionPhone: house.phone, person: '鈴木 一郎' },
      ...{
        channel: 'personal',
        customerNumber: '•••0001',
        from: period.from,
        to: period.to,
        rows: [row],
      },
      accesses: shown.rows,
      at: expect.any(Number),
    })
  })

  it('is closed to a clerk until it is known who asks', async () => {
    expect(
      await codeOf(clerk.files.provisions({ customerId: 2, from: '2026-01-01', to: '2026-12-31' })),
    ).toBe('identity.not-met')
  })
})
