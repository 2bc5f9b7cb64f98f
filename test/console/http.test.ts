import { writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { sql } from '#db'
import { consoleOf, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { atCounter } from '../support/request-steps.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

let world: World
let listener: OpenConsole
let staff: { loginId: string; password: string }
beforeAll(async () => {
  world = await World.open()
  await world.permit()
  listener = await consoleOf(world)
  staff = (await world.staff('clerk')).login
})
afterAll(async () => {
  await listener.close()
  await world.close()
})

const raw = (
  path: string,
  headers: Record<string, string>,
  method = 'POST',
  body = '{}',
): Promise<{ status: number; text: string; type: string | undefined }> =>
  new Promise((resolve, reject) => {
    const url = new URL(path, listener.url)
    const sent = request(
      {
        host: url.hostname,
        port: url.port,
        path: url.pathname,
        method,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () =>
          resolve({
            ...{ status: response.statusCode ?? 0, text },
            type: response.headers['content-type'],
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })

describe('the console listener', () => {
  it.each([
    ['another host name (DNS rebinding)', { host: 'evil.example' }, 421],
    ['another site’s page', { origin: 'https://evil.example' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['an Origin with another protocol', { origin: 'https://127.0.0.1' }, 403],
  ])('refuses %s', async (_name, headers, refused) => {
    const { status, text, type } = await raw('/rpc/staff/me', headers as Record<string, string>)
    expect([status, type]).toEqual([refused, 'text/plain; charset=utf-8'])
    expect(text).toContain('--console-url')
  })

  it.each(['localhost', '127.0.0.1', '[::1]'])(
    'answers to %s, on its own port alone',
    async (name) => {
      const { port } = new URL(listener.url)
      expect((await raw('/rpc/staff/me', { host: `${name}:${port}` })).status).toBe(200)
      expect((await raw('/rpc/staff/me', { host: `${name}:1` })).status).toBe(421)
      const origin = `http://${name}:${port}`
      expect((await raw('/rpc/staff/me', { host: `${name}:${port}`, origin })).status).toBe(200)
    },
  )

  it('answers every page of the console with its one document, and nothing else', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'index.html'), '<title>console</title>')
    const withPages = await consoleOf(world, null, folder)
    const get = async (path: string, method = 'GET') => {
      const answer = await fetch(withPages.url + path, { method })
      const text = await answer.text()
      return [answer.status, text.includes('console'), answer.headers.get('cache-control')]
    }
    expect(await get('/customers/1')).toEqual([200, true, 'no-store'])
    expect((await get('/')).slice(0, 2)).toEqual([200, true])
    expect((await get('/audit?cols=id.at.-target'))[0]).toBe(200)
    expect((await get('/missing.js')).slice(0, 2)).toEqual([404, false])
    const missing = await fetch(`${withPages.url}/missing.js`)
    expect(await missing.json()).toEqual({ error: 'not found' })
    expect((await get('/customers/1', 'POST')).slice(0, 2)).toEqual([404, false])
    await withPages.close()
    removeFolder(folder)
  })

  const headersOf = async (path: string, method = 'GET') => {
    const answer = await fetch(listener.url + path, { method })
    const said = Object.fromEntries(answer.headers)
    for (const name of ['date', 'content-length', 'connection', 'keep-alive']) delete said[name]
    return { status: answer.status, text: await answer.text(), said }
  }
  const ownPage =
    "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
  const ofAll = {
    'content-security-policy': ownPage,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  }

  it('sends each answer with headers that keep it to itself', async () => {
    const json = 'application/json; charset=utf-8'
    expect(await headersOf('/rpc/staff/nonsense', 'POST')).toEqual({
      ...{ status: 404, text: '{"error":"no such call"}' },
      said: { ...ofAll, 'content-type': json, 'cache-control': 'no-store' },
    })
    expect(await headersOf('/preview/none')).toEqual({
      ...{ status: 404, text: '{"error":"no such preview"}' },
      said: { ...ofAll, 'content-type': json },
    })
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(staff)
    const options = { channel: 'personal', language: 'ja', providerId: null } as const
    const more = { wrong: false, missingPins: 0, renewal: false, version: null } as const
    const screens = ['sign-in', 'busy'] as const
    const { ids } = await desk.preview.make({
      pages: screens.map((screen) => ({ ...options, ...more, screen, marked: false })),
    })
    const pages = await Promise.all(ids.map((id) => headersOf(`/preview/${id}`)))
    expect(pages[0]?.text).toContain('ログインID')
    expect(pages[1]?.text).toContain('混み合って')
    for (const { status, text, said } of pages) {
      const nonce = /<style nonce="([\w+/=]{24})">/.exec(text)?.[1]
      const policy = `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox`
      expect([status, said]).toEqual([
        200,
        {
          ...ofAll,
          ...{ 'content-security-policy': policy, 'x-frame-options': 'SAMEORIGIN' },
          ...{ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
        },
      ])
    }
  })

  it('takes calls by POST alone', async () => {
    expect((await raw('/rpc/staff/me', {}, 'GET', '')).status).toBe(404)
  })

  it('refuses an oversized call and an unknown one without harm', async () => {
    expect(
      (
        await raw(
          '/rpc/staff/signIn',
          {},
          'POST',
          `{"json":{"loginId":"${'x'.repeat(400_000)}","password":"x"}}`,
        )
      ).status,
    ).toBeGreaterThanOrEqual(400)
    expect(await raw('/rpc/staff/nonsense', {})).toMatchObject({
      ...{ status: 404, text: '{"error":"no such call"}' },
    })
    expect((await raw('/rpc/__proto__/constructor', {})).status).toBe(404)
  })

  it('answers wrong input with its code and the fields, never with internals', async () => {
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(staff)
    const error = await desk.requests
      .act({
        requestId: 1,
        kind: 'revoke',
        scope: { kind: 'grants', grantIds: [] },
        reason: 'other',
        note: '',
      })
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'input.invalid', status: 400, message: 'input.invalid' })
    expect((error as { data: unknown }).data).toEqual({
      detail: null,
      issues: [
        { message: expect.any(String), path: ['scope', 'grantIds'] },
        { message: 'note-required', path: ['note'] },
      ],
    })
    expect(JSON.stringify(error)).not.toMatch(/src\/main|node_modules/)
  })

  it('tells of a refusal its detail, and of what nobody expected its number alone', async () => {
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(staff)
    expect(await desk.grants.timeline({ id: 99 }).catch((caught: unknown) => caught)).toMatchObject(
      { code: 'grant.not-found', status: 404, message: 'grant.not-found', data: { detail: null } },
    )
    expect(await desk.audit.verify().catch((caught: unknown) => caught)).toMatchObject({
      ...{ code: 'permission.denied', status: 403, data: { detail: 'clerk' } },
    })
    const { bank, log } = world.engine
    const secret = new Error('the secret of the house')
    const failing = vi.spyOn(bank, 'customer').mockImplementation(() => {
      throw secret
    })
    const logged = vi.spyOn(log, 'error')
    const error = await desk.customers.find({ id: 1 }).catch((caught: unknown) => caught)
    failing.mockRestore()
    const [[record, message] = []] = logged.mock.calls
    logged.mockRestore()
    const incident = expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    expect(error).toMatchObject({ code: 'server.failed', status: 500, message: 'server.failed' })
    expect((error as { data: unknown }).data).toEqual({ detail: null, incident })
    expect(JSON.stringify(error)).not.toContain('secret')
    const { incident: number } = (error as { data: { incident: string } }).data
    expect([record, message]).toEqual([
      { err: secret, incident: number, call: 'customers.find' },
      'console call failed',
    ])
  })

  it('notes activity at most twice a minute', async () => {
    const { desk } = openDesk(listener.url)
    world.clock.stop()
    await desk.staff.signIn(staff)
    const { now } = world.clock
    const at = now()
    const notedAt = async (ms: number) => {
      world.clock.now = () => at + ms
      await desk.staff.stay()
      const newest = sql
        .selectFrom('staffSessions')
        .select('lastActAt')
        .orderBy('createdAt', 'desc')
      return (world.engine.store.read(newest)[0]?.lastActAt ?? 0) - at
    }
    expect([await notedAt(30_000), await notedAt(30_001)]).toEqual([0, 30_001])
    world.clock.now = now
  })

  it('never answers with an authentication factor', async () => {
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(staff)
    const text = JSON.stringify([
      await desk.customers.find({ id: 1 }),
      await atCounter(desk, 1),
      await desk.customers.find({ id: 1 }),
      await desk.customers.search({ text: 'スズキ' }),
    ])
    for (const secret of [
      world.customer.userNumber,
      world.customer.loginId,
      'passwordHash',
      'argon2',
      'ユキツバキ',
    ])
      expect(text).not.toContain(secret)
  })
})

describe('staff sessions', () => {
  it('lock after the set idle time; the same person goes on, another cannot (R90)', async () => {
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(staff)
    world.clock.offset += 11 * 60_000
    expect(await codeOf(desk.customers.find({ id: 1 }))).toBe('staff.session-locked')
    expect((await desk.staff.me())?.locked).toBe(true)
    expect(await codeOf(desk.staff.unlock({ password: 'someone else’s' }))).toBe(
      'staff.wrong-credentials',
    )
    await desk.staff.unlock({ password: staff.password })
    expect(await codeOf(desk.customers.find({ id: 1 }))).toBe('done')
    // By hand too; where nobody is signed in there is nothing to lock.
    await desk.staff.lock()
    expect(await codeOf(desk.customers.find({ id: 1 }))).toBe('staff.session-locked')
    expect(await openDesk(listener.url).desk.staff.lock()).toBeNull()
  })

  it('what the console does by itself is no activity', async () => {
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(staff)
    for (let i = 0; i < 11; i += 1) {
      world.clock.offset += 60_000
      await codeOf(desk.system.status())
    }
    expect((await desk.staff.me())?.locked).toBe(true)
    // Nor does it fill the audit once the window is locked; what a person tries there stands in it.
    const refused = world.rows().get('auditEntries')?.size
    expect(await codeOf(desk.system.status())).toBe('staff.session-locked')
    expect(world.rows().get('auditEntries')?.size).toBe(refused)
    expect(await codeOf(desk.customers.find({ id: 1 }))).toBe('staff.session-locked')
    expect(world.rows().get('auditEntries')?.size).toBe((refused ?? 0) + 1)
  })

  it('close after five wrong passwords, with the same words for an unknown name', async () => {
    const other = (await world.staff('officer', 'locked-out')).login
    const { desk } = openDesk(listener.url)
    for (let i = 0; i < 5; i += 1)
      expect(await codeOf(desk.staff.signIn({ loginId: other.loginId, password: 'wrong' }))).toBe(
        'staff.wrong-credentials',
      )
    expect(await codeOf(desk.staff.signIn({ loginId: 'nobody', password: 'wrong' }))).toBe(
      'staff.wrong-credentials',
    )
    expect(await codeOf(desk.staff.signIn(other))).toBe('staff.wrong-credentials')
    world.clock.offset += 61_000
    expect(await codeOf(desk.staff.signIn(other))).toBe('done')
  })

  it('end with the sign-out, for a stolen cookie too', async () => {
    const mine = openDesk(listener.url)
    await mine.desk.staff.signIn(staff)
    const thief = openDesk(listener.url)
    thief.setCookie(mine.cookie())
    expect(await codeOf(thief.desk.customers.find({ id: 1 }))).toBe('done')
    await mine.desk.staff.signOut()
    expect(await codeOf(thief.desk.customers.find({ id: 1 }))).toBe('staff.not-signed-in')
  })

  it('two windows of two clerks on one grant: one ends it, the other is told who did (R60)', async () => {
    const [a, b] = [openDesk(listener.url).desk, openDesk(listener.url).desk]
    const second = (await world.staff('officer', 'second')).login
    await a.staff.signIn(staff)
    await b.staff.signIn(second)
    await world.permit({ customer: 1 })
    const requests = [await atCounter(a, 2), await atCounter(b, 2)]
    const { full } = await a.customers.find({ id: 2 })
    const grantIds = full?.grants.map((grant) => grant.id) ?? []
    const ended = await Promise.all(
      [a, b].map((desk, i) =>
        desk.requests.act({
          requestId: requests[i]?.id ?? 0,
          kind: 'revoke',
          scope: { kind: 'grants', grantIds },
          reason: 'no-longer-used',
          note: '',
        }),
      ),
    )
    const [won, lost] = ended.sort(
      (x, y) => (x.result === 'ended' ? -1 : 1) - (y.result === 'ended' ? -1 : 1),
    )
    expect([won?.result, lost?.result]).toEqual(['ended', 'nothing'])
    expect(lost?.acts[0]?.targets?.[0]).toMatchObject({
      outcome: 'already',
      status: 'revoked',
      endedByName: won?.staffName,
    })
  })
})

describe('the first set-up', () => {
  it('needs the code, happens once, and makes an administrator who can sign in', async () => {
    const empty = await World.open({ customers: 0, providers: [] })
    const setup = await consoleOf(empty, 'ABCD-EFGH-JKLM')
    const { desk } = openDesk(setup.url)
    const form = {
      code: 'abcd efgh-ｊｋｌｍ',
      institution: { code: '2075', name: '試験信用組合', phone: '018-000-0000' },
      admin: { loginId: 'admin', name: '管理 花子', password: 'long-enough-password' },
    }
    expect(await desk.setup.status()).toEqual({
      ...{ at: expect.any(Number), needed: true, demo: false, codeHandedOver: null },
      ...{ institution: empty.engine.settings.get('institution'), version: 'test' },
    })
    expect(await codeOf(desk.setup.run({ ...form, code: 'WRONG' }))).toBe('setup.wrong-code')
    expect(
      await codeOf(desk.setup.run({ ...form, admin: { ...form.admin, password: 'short' } })),
    ).toBe('input.invalid')
    expect(await codeOf(desk.setup.run(form))).toBe('done')
    expect(await codeOf(desk.setup.run(form))).toBe('setup.already-done')
    expect(await desk.setup.status()).toMatchObject({ needed: false })
    await desk.staff.signIn({ loginId: 'ａｄｍｉｎ', password: form.admin.password })
    expect(await desk.staff.me()).toMatchObject({ name: '管理 花子', role: 'hq-admin' })
    await setup.close()
    await empty.close()
  })
})

describe('a stop', () => {
  it('answers what it has committed, and waits for no window’s stream', async () => {
    const own = await consoleOf(world)
    const { desk } = openDesk(own.url)
    await desk.staff.signIn(staff)
    const stream = (await desk.system.watch())[Symbol.asyncIterator]()
    await stream.next()
    const saved: string[] = []
    const committing = vi.spyOn(world.engine.store, 'write')
    const calls = Array.from({ length: 20 }, (_, i) =>
      desk.views.save({ name: `停止中 ${i}`, address: '/grants', shared: false }).then(
        () => saved.push(`停止中 ${i}`),
        () => {},
      ),
    )
    await vi.waitFor(() => expect(committing).toHaveBeenCalled(), { interval: 1 })
    const stopped = own.close()
    await Promise.all([stopped, ...calls, expect(stream.next()).rejects.toThrow()])
    committing.mockRestore()
    const kept = world.engine.store.read(
      sql.selectFrom('savedViews').select('name').where('name', 'like', '停止中%'),
    )
    expect(saved.sort()).toEqual(kept.map(({ name }) => name).sort())
    expect(saved.length).toBeGreaterThan(0)
    await expect(fetch(own.url)).rejects.toThrow()
  })
})

describe('what is committed and not yet on disk (decision 0027)', () => {
  it('is shown to nobody at the console until it is', async () => {
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(staff)
    await desk.staff.me()
    const file = await open(import.meta.filename, 'r')
    await file.close()
    // Whichever commit comes next: something of the calls before may still be on its way.
    const { promise, resolve: onDisk } = Promise.withResolvers<void>()
    const slow = vi.spyOn(Object.getPrototypeOf(file), 'datasync').mockReturnValue(promise)
    onTestFinished(() => {
      slow.mockRestore()
      onDisk()
    })
    const { store } = world.engine
    const told: string[] = []
    const written = store
      .write(() => store.insert('settings', { key: 'on-its-way', value: '1', updatedAt: 0 }))
      .then(() => told.push('written'))
    await expect.poll(() => store.find('settings', { key: 'on-its-way' })).toBeDefined()
    const shown = desk.staff.me().then(() => told.push('shown'))
    for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate)
    expect(told).toEqual([])
    onDisk()
    await Promise.all([written, shown])
    expect(told).toEqual(['written', 'shown'])
  })
})
