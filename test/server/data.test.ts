import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { isoDate } from '#shared/japanese-date'
import { halfWidthKana } from '../../src/main/server/data/wire.ts'
import { get, linkToCode, redeem } from '../support/protocol.ts'
import { changed, World } from '../support/world.ts'

let world: World
let issuer: string
let bearer: Record<string, string>
let accounts: { accountId: string; accountNumber: string }[]
beforeAll(async () => {
  world = await World.open({ providers: [{ dpop: false }, {}] })
  issuer = await world.listen()
  const tokens = await redeem(
    issuer,
    world.provider(),
    await linkToCode(issuer, world.provider(), world.customer),
  )
  bearer = { authorization: `Bearer ${tokens.body.access_token}` }
  accounts = (await get(`${issuer}/api/v1/accounts`, bearer)).body.accounts as typeof accounts
})
afterAll(() => world.close())
const transactions = (query: string, index = 0) =>
  get(`${issuer}/api/v1/accounts/${accounts[index]?.accountId}/transactions${query}`, bearer)

describe('field names and forms (R79)', () => {
  it('口座一覧', async () => {
    const { body } = await get(`${issuer}/api/v1/accounts`, bearer)
    expect(body.baseDate).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(body.baseTime).toMatch(/^\d{2}:\d{2}:\d{2}\+09:00$/)
    expect(Object.keys((body.accounts as object[])[0] ?? {}).sort()).toEqual(
      [
        'accountId',
        'branchCode',
        'branchName',
        'accountTypeCode',
        'accountTypeName',
        'accountNumber',
        'primaryAccountCode',
        'accountName',
        'accountNameKana',
        'currencyCode',
        'currencyName',
      ].sort(),
    )
    expect((body.accounts as Record<string, string>[])[0]).toMatchObject({
      accountName: '鈴木 一郎',
      accountNameKana: 'ｽｽﾞｷ ｲﾁﾛｳ',
      primaryAccountCode: '1',
      currencyCode: 'JPY',
    })
  })

  it('残高照会: amounts are strings', async () => {
    const { body } = await get(
      `${issuer}/api/v1/accounts/${accounts[0]?.accountId}/balance`,
      bearer,
    )
    for (const name of [
      'balance',
      'withdrawableAmount',
      'previousDayBalance',
      'previousMonthBalance',
    ])
      expect(body[name], name).toMatch(/^-?\d+$/)
  })

  it('half-width kana', () => {
    expect(['ガギパ ヴ', 'ショウジ', 'オー'].map(halfWidthKana)).toEqual(['ｶﾞｷﾞﾊﾟ ｳﾞ', 'ｼｮｳｼﾞ', 'ｵｰ'])
  })
})

describe('入出金明細照会 (R80)', () => {
  const today = isoDate(Date.now())
  it('without dates: today alone; with a first date: up to today; with a last date: from the first', async () => {
    const [none, from, to] = [
      await transactions(''),
      await transactions('?dateFrom=2020-01-01'),
      await transactions(`?dateTo=${today}`),
    ]
    expect(none.body).toMatchObject({ dateFrom: today, dateTo: today, hasNext: false })
    expect(
      (none.body.transactions as { transactionDate: string }[]).every(
        (row) => row.transactionDate === today,
      ),
    ).toBe(true)
    expect(from.body).toMatchObject({ dateFrom: '2020-01-01', dateTo: today, count: '120' })
    expect(to.body.count).toBe('120')
    const rows = from.body.transactions as {
      transactionDate: string
      amount: string
      transactionType: string
    }[]
    expect(rows.map((row) => row.transactionDate)).toEqual(
      rows.map((row) => row.transactionDate).sort(),
    )
    for (const row of rows) expect(row.amount + row.transactionType).toMatch(/^\d+[12]$/)
  })

  it('an empty period is an empty list, not an error', async () => {
    const { status, body } = await transactions('?dateFrom=1999-01-01&dateTo=1999-01-31')
    expect([status, body.count, body.transactions]).toEqual([200, '0', []])
    expect(body).not.toHaveProperty('nextItemKey')
  })

  it.each([
    '?dateFrom=2026-02-01&dateTo=2026-01-01',
    '?dateFrom=2026-02-30',
    '?dateFrom=20260201',
    '?dateFrom=２０２６-02-01',
    '?nextItemKey=x',
    '?other=1',
    '?dateFrom=2026-01-01&dateFrom=2026-01-02',
  ])('%s is 400 with an errorCode', async (query) => {
    const { status, body } = await transactions(query)
    expect([status, body.errorCode]).toEqual([400, 'invalid_request'])
    expect(body.errorDetails).toHaveLength(1)
  })

  it('pages by 500, each row once, in order', async () => {
    const account = world.engine.bank.openAccounts(2)[0]
    if (!account) throw new Error('no account')
    world.engine.store.bulk((db) => {
      const insert = db.prepare(
        `INSERT INTO transactions (accountId, date, valueDate, type, amount, balance, remarks) VALUES (?, ?, ?, '1', ?, 0, 'x')`,
      )
      for (let i = 0; i < 1_100; i += 1)
        insert.run(account.id, `2024-01-${String(1 + (i % 28)).padStart(2, '0')}`, '2024-01-01', i)
    })
    const tokens = await redeem(
      issuer,
      world.provider(),
      await linkToCode(issuer, world.provider(), world.person(1)),
    )
    const own = { authorization: `Bearer ${tokens.body.access_token}` }
    const list = (await get(`${issuer}/api/v1/accounts`, own)).body.accounts as {
      accountId: string
    }[]
    const seen: string[] = []
    let key = ''
    for (let pages = 0; pages < 5; pages += 1) {
      const { body } = await get(
        `${issuer}/api/v1/accounts/${list[0]?.accountId}/transactions?dateFrom=2024-01-01&dateTo=2024-01-31${key}`,
        own,
      )
      seen.push(...(body.transactions as { itemKey: string }[]).map((row) => row.itemKey))
      if (!body.hasNext) break
      key = `&nextItemKey=${body.nextItemKey}`
    }
    expect(seen).toHaveLength(1_100)
    expect(seen).toEqual([...new Set(seen)].sort())
  })
})

describe('what is not in the grant', () => {
  it('another customer’s account, another grant’s id and an id that never was give one answer (R81)', async () => {
    const tokens = await redeem(
      issuer,
      world.provider(),
      await linkToCode(issuer, world.provider(), world.person(1)),
    )
    const foreign = (
      (
        await get(`${issuer}/api/v1/accounts`, {
          authorization: `Bearer ${tokens.body.access_token}`,
        })
      ).body.accounts as { accountId: string }[]
    )[0]?.accountId
    const answers = await Promise.all(
      [
        foreign,
        'AAAAAAAAAAAAAAAAAAAAAA',
        accounts[0]?.accountNumber,
        "' OR 1=1 --",
        '../accounts',
      ].map((id) =>
        get(`${issuer}/api/v1/accounts/${encodeURIComponent(String(id))}/balance`, bearer),
      ),
    )
    expect(answers.map(({ status, body }) => [status, body.errorCode])).toEqual(
      answers.map(() => [404, 'account.not-found']),
    )
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  })
})

describe('tokens at the resource server (RFC 6750)', () => {
  it.each([
    ['no header', {}, undefined],
    ['the wrong scheme', { authorization: 'Basic abc' }, undefined],
    ['an unknown token', { authorization: `Bearer ${'A'.repeat(51)}` }, 'invalid_token'],
    ['rubbish', { authorization: 'Bearer x y z' }, undefined],
    ['an empty token', { authorization: 'Bearer ' }, undefined],
  ])('%s', async (_name, headers, error) => {
    const {
      status,
      body,
      headers: answer,
    } = await get(`${issuer}/api/v1/accounts`, headers as Record<string, string>)
    expect(status).toBe(401)
    expect(answer.get('www-authenticate')).toContain('resource_metadata=')
    if (error) {
      expect(body.errorCode).toBe(error)
      expect(answer.get('www-authenticate')).toContain(`error="${error}"`)
    } else expect(answer.get('www-authenticate')).not.toContain('error=')
  })

  it('a token in the query counts for nothing', async () => {
    expect(
      (await get(`${issuer}/api/v1/accounts?access_token=${bearer.authorization?.slice(7)}`))
        .status,
    ).toBe(401)
  })

  it('leaves one access record for each call with its outcome (R82), and changes nothing else', async () => {
    const before = world.rows()
    await world.engine.access.flush()
    const first = Number(
      world.engine.store.read(
        sql.selectFrom('accessRecords').select((e) => e.fn.max('id').as('id')),
      )[0]?.id ?? 0,
    )
    await get(`${issuer}/api/v1/accounts`, bearer)
    await get(`${issuer}/api/v1/accounts/${accounts[0]?.accountId}/balance`, bearer)
    await get(`${issuer}/api/v1/accounts/none/balance`, bearer)
    await world.engine.access.flush()
    const records = world.engine.store.read(
      sql.selectFrom('accessRecords').selectAll().where('id', '>', first).orderBy('id'),
    )
    expect(records.map(({ endpoint, status, result }) => [endpoint, status, result])).toEqual([
      ['accounts', 200, 'ok'],
      ['balance', 200, 'ok'],
      ['balance', 404, 'account.not-found'],
    ])
    expect(records[1]?.accountId).not.toBeNull()
    expect(changed(before, world.rows())).toEqual({})
  })

  it('a flush waits for the one under way, so that nobody reads the records without its rows', async () => {
    const count = () =>
      world.engine.store.read(
        sql.selectFrom('accessRecords').select((e) => e.fn.countAll<number>().as('n')),
      )[0]?.n ?? 0
    await world.engine.access.flush()
    const before = count()
    await get(`${issuer}/api/v1/accounts`, bearer)
    void world.engine.access.flush()
    await world.engine.access.flush()
    expect(count()).toBe(before + 1)
  })

  it('writes 最終アクセス at most once a minute', async () => {
    const at = () =>
      world.engine.store.read(
        sql.selectFrom('grants').select('lastAccessAt').where('id', '=', 1),
      )[0]?.lastAccessAt
    const once = at()
    await get(`${issuer}/api/v1/accounts`, bearer)
    await world.engine.access.flush()
    expect(at()).toBe(once)
  })
})

describe('what a provider never learns (R43)', () => {
  it('no answer holds the customer’s address, browser or login ID', async () => {
    const paths = [
      '/accounts',
      `/accounts/${accounts[0]?.accountId}/balance`,
      `/accounts/${accounts[0]?.accountId}/transactions?dateFrom=2020-01-01`,
    ]
    const answers = await Promise.all(paths.map((path) => get(`${issuer}/api/v1${path}`, bearer)))
    const text = JSON.stringify(answers.map(({ body, headers }) => [body, [...headers]]))
    for (const secret of [
      world.customer.loginId,
      '127.0.0.1"',
      'node',
      world.customer.userNumber,
      world.customer.phone,
      world.customer.birthDate,
    ])
      expect(text.replaceAll(issuer, '')).not.toContain(secret)
  })
})
