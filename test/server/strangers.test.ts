import { expect, it, onTestFinished } from 'vitest'
import { sql } from '#db'
import { Strangers } from '../../src/main/server/authorization/strangers.ts'
import { TestProvider } from '../support/provider-client.ts'
import { World } from '../support/world.ts'

it('of each name so many are written down in a minute, and all again in the next', () => {
  let now = 0
  const strangers = new Strangers(() => now)
  const written = (name: string) =>
    Array.from({ length: 200 }, () => strangers.take(name)).filter((one) => one.written).length
  expect([written('a'), written('a'), written('')]).toEqual([120, 0, 120])
  now = 60_000
  expect(written('a')).toBe(120)
})

it('who has proven nothing fills neither audit nor records in a provider’s name; each call is counted, and the provider’s own are written down', async () => {
  const world = await World.open()
  onTestFinished(() => world.close())
  const issuer = await world.listen()
  const { clientId } = world.provider()
  const rows = (table: 'auditEntries' | 'accessRecords') =>
    world.engine.store.read(sql.selectFrom(table).select((e) => e.fn.countAll<number>().as('n')))[0]
      ?.n ?? 0
  const before = rows('auditEntries')
  const post = (path: string, body: Record<string, string>) =>
    fetch(`${issuer}${path}`, { method: 'POST', body: new URLSearchParams(body) })
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { iss: clientId, sub: clientId, aud: issuer, jti: 'x', exp: 9_999_999_999 }
  const named = {
    client_id: clientId,
    client_assertion: [part({ alg: 'ES256' }), part(claims), 'AAAA'].join('.'),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    grant_type: 'refresh_token',
  }
  const calls = 300
  for (let n = 0; n < calls; n += 20) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => [post('/token', named), post('/par', {})]).flat(),
    )
    expect(answers.every(({ status }) => status === 400 || status === 401)).toBe(true)
  }
  await world.engine.access.flush()
  // Of two names; at most two minutes, where one began meanwhile.
  expect(rows('auditEntries') - before).toBeGreaterThanOrEqual(240)
  expect(rows('auditEntries') - before).toBeLessThanOrEqual(480)
  expect(rows('accessRecords')).toBeLessThanOrEqual(240)
  const [counted] = world.engine.store.read(
    sql
      .selectFrom('trafficHours')
      .select((e) => e.fn.sum<number>('n').as('n'))
      .where('providerId', '=', world.provider().id)
      .where('measure', 'like', 'refused:%'),
  )
  expect(counted?.n).toBe(calls)
  const [written, recorded] = [rows('auditEntries'), rows('accessRecords')]
  const provider = await TestProvider.open(issuer, world.provider())
  await expect(provider.refresh('not-a-token')).rejects.toMatchObject({ error: 'invalid_grant' })
  await world.engine.access.flush()
  expect([rows('auditEntries') - written, rows('accessRecords') - recorded]).toEqual([1, 1])
})
