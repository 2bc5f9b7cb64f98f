import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { loadDemoBank, loadDemoCompanies } from '#bank'
import {
  copyRegistrations,
  type EngineParts,
  type OpenEngine,
  openEngine,
  type TestChannel,
} from '#engine'
import { TestCustomer } from '#shared/contract/connection-test'
import { settleHouse } from '../demo/house.ts'
import type { Listener } from '../listener/index.ts'
import { startProviderListener } from '../server/index.ts'

/** Customers of a test channel, besides those who can sign in. */
const customers = 12
const transactionsPerAccount = 20
const customersMark = 'testCustomers'
const copyEveryMs = 1_000

export interface OpenTestChannel extends TestChannel {
  close(): Promise<void>
}

/**
 * The test channel of providers in 審査中 and 承認待ち (decision 0045): an engine of its own on a folder of its own, with invented
 * customers, its own keys, issuer and listener. What it writes cannot reach a row of the real one.
 * @throws StartRefused
 */
export async function openTestChannel(
  real: OpenEngine,
  given: Pick<EngineParts, 'log' | 'clock' | 'version'> & {
    dataKey: Parameters<typeof openEngine>[0]['dataKey']
    http: Listener
    issuer: string
    trustFront: string | undefined
  },
): Promise<OpenTestChannel> {
  const { http, issuer, trustFront, ...parts } = given
  await using opening = new AsyncDisposableStack()
  const engine = openEngine({
    ...parts,
    folder: join(real.store.folder, 'connection-test'),
    // Its own practice mode would let an address of the machine itself be asked.
    fetchPublic: (url) => real.fetchPublic(url, real.settings.mark('demo') === true),
  })
  opening.defer(() => engine.close())
  const known = await settled(engine, real)
  const listener = await startProviderListener({ engine, http, issuer, trustFront })
  opening.adopt(listener, (one) => one.close())
  engine.sweeps.start()
  let copying: Promise<void> = Promise.resolve()
  const copied = (): Promise<void> => {
    const next = copying.then(() => copyRegistrations(real, engine))
    copying = next.catch(() => {})
    return next
  }
  let seen = -1
  const copyIfChanged = (): void => {
    const { current } = real.authority
    if (current === seen) return
    seen = current
    copied().catch((err: unknown) => {
      seen = -1
      given.log.error({ err }, 'registrations were not copied to the test channel')
    })
  }
  copyIfChanged()
  const timer = setInterval(copyIfChanged, copyEveryMs)
  opening.defer(async () => {
    clearInterval(timer)
    await copying
  })
  const open = opening.move()
  return {
    ...{ engine, issuer, customers: known, copied, discovered: new Map() },
    metadata: () => metadataAt(http.local, issuer),
    close: () => open.disposeAsync(),
  }
}

const readMs = 2_000
/** As whoever comes through a front reads it: at the listener itself, under the issuer's name, which `fetch` lets nobody say. */
async function metadataAt(listener: string, issuer: string): Promise<Record<string, unknown>> {
  const asked = get(new URL('/.well-known/oauth-authorization-server', listener), {
    headers: { host: new URL(issuer).host },
    signal: AbortSignal.timeout(readMs),
  })
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return (await json(answer)) as Record<string, unknown>
}

/** Its house and customers: invented at the first start, under the name of the real union. */
async function settled(test: OpenEngine, real: OpenEngine): Promise<TestCustomer[]> {
  const now = test.clock.now()
  const { name, code, phone, phoneHours } = real.settings.get('institution')
  const kept = TestCustomer.array().safeParse(test.settings.mark(customersMark))
  if (!kept.success) {
    await settleHouse(test)
    const people = await loadDemoBank(test.store, test.passwords, test.factors, {
      ...{ customers, transactionsPerAccount, nowMs: now },
    })
    const companies = await loadDemoCompanies(test.store, test.passwords, now)
    const known: TestCustomer[] = [
      ...people.map((one) => ({
        ...{ name: one.name, channel: 'personal' as const, loginId: one.loginId },
        ...{ password: one.password, userNumber: one.userNumber, inquiryPin: '' },
        questions: one.questions,
      })),
      ...companies.flatMap(({ company, users: [user], inquiryPin }) =>
        user
          ? [
              {
                ...{ name: company, channel: 'business' as const, loginId: user.loginId },
                ...{ password: user.password, userNumber: '', questions: [], inquiryPin },
              },
            ]
          : [],
      ),
    ]
    await test.settings.saveMark(customersMark, known, now)
  }
  await test.settings.save('institution', { name, code, phone, phoneHours }, now)
  return TestCustomer.array().parse(test.settings.mark(customersMark))
}
