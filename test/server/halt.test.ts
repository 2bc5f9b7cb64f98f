import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Actor, decideProposal, haltOf, haltService, resumeService } from '#engine'
import {
  answersOf,
  haltRow,
  isHaltedPath,
  type ProviderRequest,
  providerRequests,
} from '#shared/provider-status'
import { FormCustomer } from '../support/form-customer.ts'
import {
  authenticated,
  get,
  giveBack,
  introspect,
  linkToCode,
  post,
  pushRequest,
  read,
  redeem,
  refresh,
} from '../support/protocol.ts'
import { World } from '../support/world.ts'

let world: World
let issuer: string
let maker: Actor
let other: Actor
beforeAll(async () => {
  world = await World.open()
  issuer = await world.listen()
  maker = (await world.staff('hq-admin', 'maker')).actor
  other = (await world.staff('sysadmin', 'other')).actor
})
afterAll(() => world.close())

const halt = () => haltService(world.by(maker), { reason: '調査中' })
async function resume(): Promise<void> {
  const { waits } = await resumeService(world.by(maker), { at: haltOf(world.engine)?.at ?? 0 })
  await decideProposal(world.by(other), { id: waits ?? 0, approve: true, note: '' })
}

it('what is refused at an address is what the matrix says of its request (R131)', () => {
  const at: Record<string, ProviderRequest> = {
    ...{ '/par': 'authorise', '/auth?client_id=a': 'authorise', '/consent/x/sign-in': 'renew' },
    ...{ '/token': 'code', '/token/': 'refresh', '/api/v1/accounts?x': 'data' },
    ...{ '/token/introspection': 'introspect', '/token/revocation?': 'revoke' },
  }
  expect(new Set(Object.values(at))).toEqual(new Set(providerRequests))
  for (const [url, request] of Object.entries(at))
    expect([url, isHaltedPath(url)]).toEqual([url, haltRow[request] !== 'served'])
  for (const url of ['/api/v1/openapi.json', '/.well-known/oauth-authorization-server', '/tokens'])
    expect([url, isHaltedPath(url)]).toEqual([url, false])
  // What the console says of a provider meanwhile: the halt first, then its status.
  expect(answersOf('active', true)).toEqual(haltRow)
  const stopped = { introspect: 'invalid_client', revoke: 'invalid_client' }
  expect(answersOf('suspended', true)).toEqual({ ...haltRow, ...stopped })
})

it('halts all traffic of providers by one act, also after a start, and resumes it by two (R131)', async () => {
  const p = world.provider()
  const first = (await redeem(issuer, p, await linkToCode(issuer, p, world.person(0)))).body
  const waiting = await linkToCode(issuer, p, world.person(1))
  const pushed = await pushRequest(issuer, p)
  const walking = new FormCustomer()
  await walking.follow((await pushRequest(issuer, p)).url)
  await halt()

  const par = async () =>
    post(`${issuer}/par`, { ...(await authenticated(p, issuer)), response_type: 'code' })
  const answers: Record<ProviderRequest, { status: number; body: Record<string, unknown> }> = {
    authorise: await par(),
    renew: await par(),
    code: await redeem(issuer, p, waiting),
    refresh: await refresh(issuer, p, String(first.refresh_token)),
    data: await get(`${issuer}/api/v1/accounts`, { authorization: `DPoP ${first.access_token}` }),
    introspect: await introspect(issuer, p, first.access_token),
    revoke: await giveBack(issuer, p, 'unknown'),
  }
  for (const [request, answer] of Object.entries(haltRow)) {
    const { status, body, headers } = answers[request as ProviderRequest] as never as {
      status: number
      body: Record<string, unknown>
      headers: Headers
    }
    const told = status === 200 ? 'served' : (body.error ?? body.errorCode)
    expect([request, told]).toEqual([request, answer])
    if (answer !== 'served') expect([status, headers.get('retry-after')]).toEqual([503, '600'])
  }
  for (const path of ['/%61pi/v1/accounts', '/api/%76%31/accounts', '/%63onsent/nobody'])
    expect([path, (await fetch(`${issuer}${path}`)).status]).toEqual([path, 503])
  // Whose a call is is read before anything is proven: whatever stands there, it is refused and nothing fails.
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const sub of [{ $ne: '' }, ['a'], 7, null, undefined, 'nobody'])
    for (const assertion of [`${part({ alg: 'none' })}.${part({ sub })}.`, 'no.jwt', '']) {
      const { status } = await post(`${issuer}/par`, { client_assertion: assertion })
      expect([sub, assertion, status]).toEqual([sub, assertion, 503])
    }
  expect(answers.introspect.body.active).toBe(true)
  expect((await get(`${issuer}/.well-known/oauth-authorization-server`)).status).toBe(200)
  // Customers in the middle of a walk, and those who come, read a page.
  for (const customer of [walking, new FormCustomer()]) {
    const answer = await customer.request(customer === walking ? walking.url : pushed.url)
    expect([answer.status, customer.title, answer.headers.get('retry-after')]).toEqual([
      503,
      'ただいまお手続きできません',
      '600',
    ])
  }
  await expect(world.permit({ customer: 2 })).rejects.toMatchObject({
    ...{ code: 'consent.refused', detail: 'unavailable' },
  })

  await world.restart()
  issuer = await world.listen()
  expect(haltOf(world.engine)).toMatchObject({ reason: '調査中', byName: maker.name })
  await expect(halt()).rejects.toMatchObject({ code: 'service.changed-meanwhile' })
  const { waits } = await resumeService(world.by(maker), { at: haltOf(world.engine)?.at ?? 0 })
  await expect(
    decideProposal(world.by(maker), { id: waits ?? 0, approve: true, note: '' }),
  ).rejects.toMatchObject({ code: 'proposal.same-person' })
  expect(haltOf(world.engine)).not.toBeNull()
  await resume()
  expect(haltOf(world.engine)).toBeNull()
  expect((await read(issuer, p, first.access_token)).status).not.toBe(503)
})
