import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeProviderStatus } from '#engine'
import { rows as texts } from '#shared/messages/consent-texts-ja'
import {
  isStop,
  noticeOf,
  type ProviderRequest,
  ProviderStatus,
  providerRequests,
  statusMatrix,
} from '#shared/provider-status'
import { FormCustomer } from '../support/form-customer.ts'
import { TestProvider } from '../support/provider-client.ts'
import type { DemoCustomer } from '../support/service-process.ts'
import { World } from '../support/world.ts'

/** Statuses to which no activated provider comes: their row is written as if it had. */
const before = ['draft', 'review', 'approval'] as const

describe.each(ProviderStatus.options)('a provider that is %s', (status) => {
  let world: World
  let provider: TestProvider
  /** What was made while it was active. */
  let tokens: openid.TokenEndpointResponse
  let walking: FormCustomer
  let waiting: { link: Awaited<ReturnType<TestProvider['start']>>; callback: URL }

  beforeAll(async () => {
    world = await World.open()
    provider = await TestProvider.open(await world.listen(), world.provider())
    const linked = await walk(world.person(0))
    tokens = await provider.finish(linked.link, linked.callback)
    waiting = await walk(world.person(1))
    walking = await begin(world.person(2))
    const { id, version } = world.registered()
    const form = { id, version, cause: 'contract-ended' as const, reason: '試験' }
    if (status === 'suspended')
      await changeProviderStatus(world.by(), { ...form, to: status, cause: 'incident' })
    else if (isStop(status)) await changeProviderStatus(world.by(), { ...form, to: status })
    else if (before.some((one) => one === status))
      await world.engine.store.write(() => {
        world.engine.store.update('providers', { id }, { status })
        world.engine.authority.changed()
      })
  })
  afterAll(() => world.close())

  /** To the page after the sign-in. */
  async function begin(person: DemoCustomer): Promise<FormCustomer> {
    const customer = new FormCustomer()
    await customer.follow((await provider.start()).url.href)
    await customer.signIn(person)
    return customer
  }

  async function walk(person: DemoCustomer) {
    const link = await provider.start()
    const customer = new FormCustomer()
    await customer.follow(link.url.href)
    await customer.signIn(person)
    if (customer.last.text.includes('name="digit"'))
      await customer.submit('user-number', { digit: customer.digits(person.userNumber) })
    const question = /<dt>質問<\/dt><dd>(.*?)<\/dd>/.exec(customer.last.text)?.[1]
    const answer = person.questions.find((one) => one.question === question)?.answer
    if (answer !== undefined) await customer.submit('extra-challenge', { answer })
    const refused = !customer.last.text.includes('>許可</button>')
    await customer.submit(refused ? 'cancel' : 'permit')
    return { link, callback: new URL(customer.last.location ?? '') }
  }

  async function linkOf(person: DemoCustomer): Promise<unknown> {
    const { link, callback } = await walk(person)
    return provider.finish(link, callback)
  }

  const asked: Record<ProviderRequest, () => Promise<unknown>> = {
    authorise: () => linkOf(world.person(2)),
    renew: () => linkOf(world.person(0)),
    code: () => provider.finish(waiting.link, waiting.callback),
    refresh: () => provider.refresh(String(tokens.refresh_token)),
    data: async () => {
      const reply = await provider.get(tokens.access_token, '/accounts')
      if (reply.status !== 200) throw { error: reply.body.errorCode, status: reply.status }
    },
    introspect: () => provider.introspect(tokens.access_token),
    revoke: () => provider.revoke(String(tokens.refresh_token)),
  }

  // In an order in which none takes from another what it needs.
  const order = ['data', 'introspect', 'refresh', 'code', 'authorise', 'renew', 'revoke'] as const
  it('is asked for every cell', () => {
    expect([...order].sort()).toEqual([...providerRequests].sort())
  })
  it.each(order)('is answered as the matrix says (R129): %s', async (request) => {
    const answer = await asked[request]().then(
      () => 'served',
      (error) => toldBy(error),
    )
    expect(answer).toBe(statusMatrix[status][request])
  })

  it('shows the customer in the middle of a walk what the matrix says', async () => {
    const notice = noticeOf[status]
    await walking.follow(walking.url)
    const title = notice === null ? undefined : texts[`notice.${notice}.title`].personal
    expect(walking.title).toBe(title ?? 'API連携認証（利用登録）（利用者番号認証）')
  })
})

/** The error that a provider’s own program reads. */
function toldBy(error: unknown): unknown {
  if (error instanceof openid.WWWAuthenticateChallengeError)
    return error.cause[0]?.parameters.error ?? error.status
  return (error as { error?: unknown }).error ?? error
}
