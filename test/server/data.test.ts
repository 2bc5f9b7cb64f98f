import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { endGrant } from '#engine'
import { isoDate } from '#shared/japanese-date'
import { narrowGrant } from '../../src/main/engine/grants/narrow.ts'
import { halfWidthKana } from '../../src/main/server/data/wire.ts'
import { get, linkToCode, type Reply, read, redeem, refresh } from '../support/protocol.ts'
import { changed, World } from '../support/world.ts'

interface WireAccount {
  accountId: string
  accountNumber: string
}

let world: World
let issuer: string
let token: string
let refreshToken: string
let accounts: WireAccount[]
/** A token of the same grant that may only list accounts. */
let listToken: string
/** An account of another customer. */
let foreign: string
beforeAll(async () => {
  world = await World.open()
  issuer = await world.listen()
  const { body } = await link(0)
  token = String(body.access_token)
  refreshToken = String(body.refresh_token)
  accounts = await accountsOf(token)
  const less = await refresh(issuer, world.provider(), refreshToken, { scope: 'accounts' })
  listToken = String(less.body.access_token)
  foreign = (await accountsOf((await link(1)).body.access_token))[0]?.accountId ?? ''
})
afterAll(() => world.close())

async function link(person: number): Promise<Reply> {
  const linked = await linkToCode(issuer, world.provider(), world.person(person))
  return redeem(issuer, world.provider(), linked)
}
const call = (path: string, own = token) => read(issuer, world.provider(), own, path)
const accountsOf = async (own: unknown) =>
  (await call('/accounts', String(own))).body.accounts as WireAccount[]
const balance = (id: string | undefined) =>
  call(`/accounts/${encodeURIComponent(String(id))}/balance`)
const transactions = (query: string, own = token, id = accounts[0]?.accountId) =>
  call(`/accounts/${id}/transactions${query}`, own)

describe('field names and forms (R79)', () => {
  it('口座一覧', async () => {
    const { body } = await call('/accounts')
    expect(body.baseDate).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(body.baseTime).toMatch(/^\d{2}:\d{2}:\d{2}\+09:00$/)
    const [first, second] = world.engine.bank.openAccounts(1)
    expect(Object.keys(body)).toEqual(['baseDate', 'baseTime', 'accounts'])
    expect((body.accounts as object[])[1]).toMatchObject({
      ...{ accountNumber: second?.number, primaryAccountCode: '2' },
    })
    expect((body.accounts as object[])[0]).toEqual({
      accountId: expect.stringMatching(/^[\w-]{22}$/),
      branchCode: first?.branchCode,
      branchName: first?.branchName,
      accountTypeCode: '1',
      accountTypeName: '普通',
      accountNumber: first?.number,
      accountName: '鈴木 一郎',
      accountNameKana: 'ｽｽﾞｷ ｲﾁﾛｳ',
      primaryAccountCode: '1',
      currencyCode: 'JPY',
      currencyName: '日本円',
    })
  })

  it('残高照会: amounts are strings, and what was not delivered is left out', async () => {
    const [account] = world.engine.bank.openAccounts(1)
    const { body } = await balance(accounts[0]?.accountId)
    const whole = {
      accountId: accounts[0]?.accountId,
      ...{ accountTypeCode: '1', accountTypeName: '普通' },
      ...{ currencyCode: 'JPY', currencyName: '日本円' },
      balance: String(account?.balance),
      baseDate: isoDate(account?.balanceAt ?? 0),
      baseTime: expect.stringMatching(/^\d{2}:\d{2}:\d{2}\+09:00$/),
    }
    const amounts = {
      withdrawableAmount: String(account?.withdrawable),
      previousDayBalance: String(account?.previousDayBalance),
      previousMonthBalance: String(account?.previousMonthBalance),
    }
    for (const amount of Object.values(amounts)) expect(amount).toMatch(/^-?\d+$/)
    expect(body).toEqual({ ...whole, ...amounts })
    const undelivered = (columns: object) =>
      world.engine.store.write(() =>
        world.engine.store.update('accounts', { id: account?.id ?? 0 }, columns as never),
      )
    const { withdrawable, previousDayBalance, previousMonthBalance } = account ?? {}
    await undelivered({ withdrawable: null, previousDayBalance: 0, previousMonthBalance: null })
    expect((await balance(accounts[0]?.accountId)).body).toEqual({
      ...{ ...whole, previousDayBalance: '0' },
    })
    await undelivered({ withdrawable, previousDayBalance, previousMonthBalance })
  })

  it('入出金明細照会: a row, and the days between which every one was delivered', async () => {
    const period = '?dateFrom=2020-01-01'
    const [{ id } = { id: 0 }] = world.engine.bank.openAccounts(1)
    const account = world.engine.store.find('accounts', { id })
    const { transactions: given, ...about } = (await transactions(period)).body as {
      transactions: Record<string, string>[]
    }
    expect(about).toEqual({
      ...{ accountId: accounts[0]?.accountId, currencyCode: 'JPY', currencyName: '日本円' },
      ...{ baseDate: isoDate(world.clock.now()), baseTime: expect.stringMatching(/\+09:00$/) },
      ...{ dateFrom: '2020-01-01', dateTo: isoDate(world.clock.now()) },
      ...{ count: String(given.length), hasNext: false },
      ...{ completeFrom: account?.completeFrom, completeTo: account?.completeTo },
    })
    const delivered = (completeFrom: unknown, completeTo: unknown) =>
      world.engine.store.write(() =>
        world.engine.store.update('accounts', { id }, { completeFrom, completeTo } as never),
      )
    await delivered(null, null)
    expect((await transactions(period)).body).not.toHaveProperty('completeFrom')
    await delivered(account?.completeFrom, account?.completeTo)
    const [row] = world.engine.store.read(
      sql
        .selectFrom('transactions')
        .selectAll()
        .where('accountId', '=', id)
        .orderBy('date')
        .orderBy('id'),
    )
    const first = {
      ...{ transactionDate: row?.date, valueDate: row?.valueDate, transactionType: row?.type },
      ...{ amount: String(row?.amount), remarks: row?.remarks, balance: String(row?.balance) },
      itemKey: expect.stringMatching(/./),
    }
    expect(given[0]).toEqual(first)
    const change = (columns: object) =>
      world.engine.store.write(() =>
        world.engine.store.update('transactions', { id: row?.id ?? 0 }, columns as never),
      )
    await change({ valueDate: null, remarks: '' })
    const { valueDate: _, remarks: __, ...bare } = first
    expect(((await transactions(period)).body.transactions as object[])[0]).toEqual(bare)
    await change({ valueDate: row?.valueDate, remarks: row?.remarks })
  })

  it('each answer has the fields of the OpenAPI document, and no others', async () => {
    const { body } = await get(`${issuer}/api/v1/openapi.json`)
    interface Schema {
      type: string
      properties: Record<string, Schema>
      items: Schema
    }
    const paths = body.paths as Record<string, { get: { responses: Record<string, object> } }>
    const schemaOf = (path: string): Schema => {
      const ok = paths[path]?.get.responses['200'] as {
        content: Record<string, { schema: Schema }>
      }
      return ok.content['application/json']?.schema as Schema
    }
    const differing = (schema: Schema, value: unknown): string[] => {
      if (Array.isArray(value)) return value.flatMap((one) => differing(schema.items, one))
      if (typeof value !== 'object' || value === null)
        return typeof value === schema.type ? [] : [`${value} is no ${schema.type}`]
      return Object.entries(value).flatMap(([name, one]) => {
        const field = schema.properties[name]
        return field ? differing(field, one) : [name]
      })
    }
    const account = `/accounts/${accounts[0]?.accountId}`
    const answers: [string, Reply][] = [
      ['/accounts', await call('/accounts')],
      ['/accounts/{accountId}/balance', await call(`${account}/balance`)],
      ['/accounts/{accountId}/transactions', await transactions('?dateFrom=2020-01-01')],
    ]
    for (const [path, answer] of answers)
      expect(differing(schemaOf(path), answer.body), path).toEqual([])
  })

  it('half-width kana', () => {
    expect(['ガギパ　ヴ', 'ショウジ', 'オー', 'Ａ山-1'].map(halfWidthKana)).toEqual([
      ...['ｶﾞｷﾞﾊﾟ ｳﾞ', 'ｼｮｳｼﾞ', 'ｵｰ', 'Ａ山-1'],
    ])
  })
})

describe('入出金明細照会 (R80)', () => {
  /** A customer of its own, whose first account has these rows and no others. */
  const withRows = async (person: number, dates: string[]) => {
    const own = String((await link(person)).body.access_token)
    const { id } = world.engine.bank.openAccounts(person + 1)[0] ?? {}
    world.engine.store.bulk((db) => {
      db.prepare('DELETE FROM transactions WHERE accountId = ?').run(id)
      const insert = db.prepare(
        `INSERT INTO transactions (accountId, date, valueDate, type, amount, balance, remarks) VALUES (?, ?, ?, '1', 1, 0, 'x')`,
      )
      for (const date of dates) insert.run(id, date, date)
    })
    const number = world.engine.bank.account(id ?? 0)?.number
    const account = (await accountsOf(own)).find((one) => one.accountNumber === number)
    return (query: string) => transactions(query, own, account?.accountId)
  }
  const rowsOf = ({ body }: Reply) =>
    body.transactions as { transactionDate: string; itemKey: string }[]
  const datesOf = (reply: Reply) => rowsOf(reply).map((row) => row.transactionDate)

  it('both ends of a period belong to it, the last days of a month too', async () => {
    const days = ['2024-01-29', '2024-01-30', '2024-01-31', '2024-02-01', '2024-02-29']
    const today = isoDate(world.clock.now())
    const ask = await withRows(1, [...days, today])
    const rows: [string, string[], string, string][] = [
      ['?dateFrom=2024-01-30&dateTo=2024-01-30', ['2024-01-30'], '2024-01-30', '2024-01-30'],
      ['?dateFrom=2024-01-31&dateTo=2024-01-31', ['2024-01-31'], '2024-01-31', '2024-01-31'],
      ['?dateFrom=2024-01-30&dateTo=2024-02-01', days.slice(1, 4), '2024-01-30', '2024-02-01'],
      ['?dateFrom=2024-02-29', ['2024-02-29', today], '2024-02-29', today],
      // Without a first date from the beginning, without both today alone.
      ['?dateTo=2024-01-31', days.slice(0, 3), '2024-01-29', '2024-01-31'],
      ['', [today], today, today],
      ['?dateFrom=1999-01-01&dateTo=1999-01-31', [], '1999-01-01', '1999-01-31'],
      ['?dateTo=1999-01-31', [], '1999-01-31', '1999-01-31'],
    ]
    for (const [query, dates, dateFrom, dateTo] of rows) {
      const reply = await ask(query)
      expect([reply.status, datesOf(reply)], query).toEqual([200, dates])
      expect(reply.body).toMatchObject({ dateFrom, dateTo, count: String(dates.length) })
      expect(reply.body).toMatchObject({ hasNext: false })
      expect(reply.body).not.toHaveProperty('nextItemKey')
    }
  })

  it.each([
    [499, [499]],
    [500, [500]],
    [501, [500, 1]],
    [1_100, [500, 500, 100]],
  ])('%i rows come in pages of 500, each row once, in order', async (count, pages) => {
    // Not in the order of their dates: the key of the next page is the date, then the number.
    const dates = Array.from(
      { length: count },
      (_, i) => `2024-01-${String(1 + (i % 31)).padStart(2, '0')}`,
    )
    const ask = await withRows(1, dates)
    const seen: string[] = []
    let key = ''
    for (const [i, size] of pages.entries()) {
      const reply = await ask(`?dateFrom=2024-01-01&dateTo=2024-01-31${key}`)
      const hasNext = i < pages.length - 1
      expect(reply.body).toMatchObject({ count: String(size), hasNext })
      expect(reply.body.nextItemKey).toBe(hasNext ? rowsOf(reply).at(-1)?.itemKey : undefined)
      seen.push(...rowsOf(reply).map((row) => row.itemKey))
      key = `&nextItemKey=${reply.body.nextItemKey}`
    }
    expect(seen).toHaveLength(count)
    expect(seen).toEqual([...new Set(seen)].sort())
  })
})

describe('a call that is refused reads nothing and changes nothing', () => {
  const invalid = '401 invalid_token'
  const missing = '401 token.missing'
  const notFound = '404 account.not-found'
  const badQuery = '400 invalid_request'
  const badDates = 'date must be YYYY-MM-DD'
  const raw = (authorization: string, path = '/accounts') =>
    get(`${issuer}/api/v1${path}`, { authorization })
  /** Why a token is refused is not told. */
  const words: Record<string, string> = {
    [invalid]: 'The access token is expired, revoked or unknown.',
    [missing]: 'An access token is required in the Authorization header.',
    '403 insufficient_scope': 'The access token does not cover this data.',
    [notFound]: 'There is no such account.',
    [badQuery]: 'The request is not valid.',
    '503 hours.closed': 'This inquiry is outside its service hours.',
  }
  /**
   * What it is, how it is called, what is answered, what its access record says (nobody's call leaves none), and what is wrong in
   * detail.
   */
  const rows: [string, () => Promise<Reply>, string, result?: string, detail?: string][] = [
    ['no header', () => get(`${issuer}/api/v1/accounts`), missing],
    ['another scheme', () => raw('Basic abc'), missing],
    ['a scheme that begins like another', () => raw('DPoPx abc'), missing],
    ['three words', () => raw('Bearer x y'), missing],
    ['many words, in small letters', () => raw('dpop x y z'), missing],
    ['no token', () => raw('Bearer '), missing],
    ['a token in the query', () => get(`${issuer}/api/v1/accounts?access_token=${token}`), missing],
    ['an unknown token', () => raw(`Bearer ${'A'.repeat(51)}`), invalid],
    ['a refresh token', () => raw(`DPoP ${refreshToken}`), invalid],
    ['a bound token as bearer', () => raw(`Bearer ${token}`), invalid, 'wrong-scheme'],
    [
      'what is not in the scope of the token',
      () => call(`/accounts/${accounts[0]?.accountId}/balance`, listToken),
      '403 insufficient_scope',
      'token.scope',
    ],
    ['an account of another grant', () => balance(foreign), notFound, 'account.not-found'],
    ['an account that never was', () => balance('A'.repeat(22)), notFound, 'account.not-found'],
    ['a very long one', () => balance('A'.repeat(150)), notFound, 'account.not-found'],
    ['a number', () => balance(accounts[0]?.accountNumber), notFound, 'account.not-found'],
    ['SQL', () => balance("' OR 1=1 --"), notFound, 'account.not-found'],
    ['a path', () => balance('../accounts'), notFound, 'account.not-found'],
    [
      'a period that ends before it begins',
      () => transactions('?dateFrom=2026-02-01&dateTo=2026-01-31'),
      badQuery,
      'input.range',
      'dateFrom is after dateTo',
    ],
    ...[
      ['dateFrom=2026-02-29', badDates],
      ['dateTo=2026-04-31', badDates],
      ['dateFrom=2026-01-32', badDates],
      ['dateFrom=20260201', badDates],
      ['dateFrom=２０２６-02-01', badDates],
      ['dateFrom=2026-01-01&dateFrom=2026-01-02', 'query'],
      ['dateTo=2026-01-01&dateTo=2026-01-02', 'query'],
      ['nextItemKey=x', 'nextItemKey'],
      ['nextItemKey=120240101000000000001', 'nextItemKey'],
      ['nextItemKey=202401010000000000011', 'nextItemKey'],
      ['nextItemKey=1&nextItemKey=1', 'query'],
      ['other=1', 'query'],
    ].map(([query, detail]): (typeof rows)[number] => [
      query ?? '',
      () => transactions(`?${query}`),
      badQuery,
      'input.invalid',
      detail ?? '',
    ]),
    [
      'an inquiry outside its hours',
      async () => {
        const hours = world.engine.settings.get('hours')
        const save = (now: typeof hours) =>
          world.engine.settings.save('hours', now, world.clock.now())
        const closedDays = [isoDate(world.clock.now()).slice(5)]
        await save({ ...hours, active: true, closedDays })
        const reply = await transactions('')
        await save(hours)
        return reply
      },
      '503 hours.closed',
      'hours.closed',
    ],
  ]
  const sentByDpop = new Set([
    ...['a scheme that begins like another', 'many words, in small letters'],
    ...['a refresh token', 'what is not in the scope of the token'],
  ])
  const lastRecord = async () => {
    await world.engine.access.flush()
    return world.engine.store.read(
      sql.selectFrom('accessRecords').selectAll().orderBy('id', 'desc').limit(1),
    )[0]
  }

  it.each(rows)('%s', async (name, make, answered, result, detail) => {
    const [record, before] = [await lastRecord(), world.rows()]
    const logged = vi.spyOn(world.engine.log, 'error')
    const { status, body, headers } = await make()
    // Nothing that a provider sends fills the log.
    expect(logged.mock.calls).toEqual([])
    logged.mockRestore()
    const { errorCode, errorMessage, ...more } = body
    expect(`${status} ${errorCode}`).toBe(answered)
    const range = result === 'input.range' && 'dateFrom must not be after dateTo.'
    expect(errorMessage).toBe(range || words[answered])
    // What is wrong with a request is told in detail, why somebody is refused is not.
    expect(more).toEqual(detail ? { errorDetails: [{ errorDetailsMessage: detail }] } : {})
    expect([headers.get('cache-control'), headers.get('retry-after')]).toEqual(['no-store', null])
    const challenge = headers.get('www-authenticate')
    if (status === 401 || status === 403) {
      const scheme = /^DPoP/.exec(challenge ?? '')?.[0] ?? 'Bearer'
      // RFC 6750 §3.1: who sent no token is told of no error.
      const error = answered === missing ? '' : `, error="${errorCode}"`
      const algs = scheme === 'DPoP' ? ', algs="PS256 ES256 EdDSA Ed25519"' : ''
      const metadata = `resource_metadata="${issuer}/.well-known/oauth-protected-resource/api/v1"`
      expect(challenge).toBe(`${scheme} realm="api"${error}${algs}, ${metadata}`)
      expect(scheme).toBe(sentByDpop.has(name) ? 'DPoP' : 'Bearer')
    } else expect(challenge).toBeNull()
    const left = await lastRecord()
    if (result === undefined) expect(left).toEqual(record)
    else expect(left).toMatchObject({ status, result, accountId: null, rows: null })
    // The hours themselves, set for the one call.
    expect(changed(before, world.rows())).toEqual(result === 'hours.closed' ? { settings: 1 } : {})
  })
})

it('what nobody expected is answered without a word of it, logged whole and recorded', async () => {
  const { bank, log, access } = world.engine
  const secret = new Error('the secret of the house')
  const failing = vi.spyOn(bank, 'customer').mockImplementation(() => {
    throw secret
  })
  const logged = vi.spyOn(log, 'error')
  const { status, body, headers } = await call('/accounts')
  failing.mockRestore()
  const [[record, message] = []] = logged.mock.calls
  logged.mockRestore()
  expect([status, body]).toEqual([
    500,
    { errorCode: 'server_error', errorMessage: 'The request could not be completed.' },
  ])
  expect([headers.get('cache-control'), headers.get('www-authenticate')]).toEqual([
    ...['no-store', null],
  ])
  const number = expect.stringMatching(/^[\da-f-]{36}$/)
  expect([record, message]).toEqual([{ err: secret, reqId: number }, 'data call failed'])
  await access.flush()
  const newest = sql.selectFrom('accessRecords').selectAll().orderBy('id', 'desc').limit(1)
  expect(world.engine.store.read(newest)).toMatchObject([
    { endpoint: 'accounts', status: 500, result: 'server.failed', rows: null },
  ])
})

it('nothing tells an account of somebody else from one that never was (R81)', async () => {
  const answers = await Promise.all(
    [foreign, 'A'.repeat(22), accounts[0]?.accountNumber].map(balance),
  )
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  // The same account has the same name after a new link.
  const again = await accountsOf((await link(1)).body.access_token)
  expect(again[0]?.accountId).toBe(foreign)
})

describe('an account that is no longer to be read', () => {
  const take: Record<string, (grantId: number, accountId: number) => Promise<unknown>> = {
    'taken out of the grant': (grantId, accountId) =>
      world.engine.store.write(() =>
        narrowGrant(world.by(), {
          grantId,
          accountId,
          to: 'revoked',
          requester: 'self',
          requestChannel: 'phone',
          reason: 'no-longer-used',
        }),
      ),
    'closed at the bank': async (_grantId, accountId) =>
      world.engine.store.write(() =>
        world.engine.store.update('accounts', { id: accountId }, { closedOn: '2024-01-01' }),
      ),
  }

  it.each(Object.entries(take))(
    '%s: no call reads it, from the very next one; the others go on',
    async (_name, act) => {
      const own = String((await link(1)).body.access_token)
      const before = await accountsOf(own)
      const [gone, stays] = before as [WireAccount, WireAccount]
      const paths = ['balance', 'transactions'].map((name) => `/accounts/${gone.accountId}/${name}`)
      for (const path of paths) expect((await call(path, own)).status).toBe(200)
      const { id } =
        world.engine.bank.openAccounts(2).find((one) => one.number === gone.accountNumber) ?? {}
      await act(world.newestGrant().id, id ?? 0)
      expect(await accountsOf(own)).toEqual(before.slice(1))
      for (const path of paths)
        expect((await call(path, own)).body.errorCode).toBe('account.not-found')
      expect((await call(`/accounts/${stays.accountId}/balance`, own)).status).toBe(200)
    },
  )
})

describe('access records (R82)', () => {
  const records = async () => {
    await world.engine.access.flush()
    return world.engine.store.read(sql.selectFrom('accessRecords').selectAll().orderBy('id'))
  }

  it('tell of each call what it read', async () => {
    const from = (await records()).length
    const before = world.rows()
    await call('/accounts')
    await balance(accounts[0]?.accountId)
    await transactions('?dateFrom=2020-01-01')
    const left = (await records()).slice(from)
    const [{ id: accountId } = { id: 0 }] = world.engine.bank.openAccounts(1)
    expect(
      left.map(({ endpoint, status, result, rows, ...of }) => [
        endpoint,
        status,
        result,
        rows,
        of.accountId,
      ]),
    ).toEqual([
      ['accounts', 200, 'ok', accounts.length, null],
      ['balance', 200, 'ok', 1, accountId],
      ['transactions', 200, 'ok', 120, accountId],
    ])
    expect(new Set(left.map((row) => row.providerId))).toEqual(new Set([world.provider().id]))
    expect(changed(before, world.rows())).toEqual({})
  })

  it('tell why a call was refused: the very state of its grant', async () => {
    const own = String((await link(1)).body.access_token)
    const grantId = world.newestGrant().id
    await world.engine.store.write(() =>
      endGrant(world.by(), {
        grantId,
        to: 'revoked',
        requester: 'self',
        requestChannel: 'phone',
        reason: 'no-longer-used',
        action: 'grants.revoke',
      }),
    )
    expect((await call('/accounts', own)).status).toBe(401)
    expect((await records()).at(-1)).toMatchObject({
      ...{ grantId, endpoint: 'accounts', status: 401, result: 'grant-revoked', rows: null },
    })
  })

  it('are there when a flush is over that was asked for during another', async () => {
    const from = (await records()).length
    await call('/accounts')
    void world.engine.access.flush()
    expect(await records()).toHaveLength(from + 1)
  })

  it('move 最終アクセス at most once a minute, by calls that were answered', async () => {
    const at = async () => {
      await records()
      return world.engine.store.read(
        sql.selectFrom('grants').select('lastAccessAt').where('id', '=', 1),
      )[0]?.lastAccessAt
    }
    const once = (await at()) ?? 0
    const { now } = world.clock
    const moved = async (ms: number, path: string) => {
      world.clock.now = () => once + ms
      await call(path)
      return ((await at()) ?? 0) - once
    }
    expect(await moved(59_999, '/accounts')).toBe(0)
    expect(await moved(60_001, '/accounts/none/balance')).toBe(0)
    expect(await moved(60_001, '/accounts')).toBe(60_001)
    world.clock.now = now
  })
})

it('no answer tells a provider the customer’s address, browser or login ID (R43)', async () => {
  const account = `/accounts/${accounts[0]?.accountId}`
  const paths = ['/accounts', `${account}/balance`, `${account}/transactions?dateFrom=2020-01-01`]
  const answers = await Promise.all(paths.map((path) => call(path)))
  const text = JSON.stringify(answers.map(({ body, headers }) => [body, [...headers]]))
  const { loginId, userNumber, phone, birthDate } = world.customer
  for (const secret of [loginId, '127.0.0.1"', 'node', userNumber, phone, birthDate])
    expect(text.replaceAll(issuer, '')).not.toContain(secret)
})
