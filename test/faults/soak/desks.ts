import { type Desk, openDesk } from '../../support/desk-client.ts'
import type { Demo, DemoCustomer } from '../../support/service-process.ts'
import type { Ledger } from './ledger.ts'

/** A window of each of the demo's staff, who is there all the time, and what stands on its screen by `system.watch`. */
export async function openDesks(console: string, { staff }: Demo): Promise<Desks> {
  const open = async (loginId: string): Promise<Desk> => {
    const { desk } = openDesk(console)
    const password = staff.find((one) => one.loginId === loginId)?.password ?? ''
    await desk.staff.signIn({ loginId, password })
    return desk
  }
  return {
    clerk: await open('sato'),
    reader: await open('ito'),
    head: await open('miura'),
    auditor: await open('hori'),
    system: await open('narita'),
  }
}
export type Desks = Record<'clerk' | 'reader' | 'head' | 'auditor' | 'system', Desk>

/** What windows ask for all day long, by the minute; the ends by staff are a part of the traffic. */
export async function workAtDesks(
  ledger: Ledger,
  desks: Desks,
  customers: readonly DemoCustomer[],
): Promise<void> {
  const { clerk, reader, head, auditor, system } = desks
  const pace: Ledger['pace'] = (...given) => ledger.pace(...given)
  let turn = 0
  const next = (): DemoCustomer => customers[turn++ % customers.length] as DemoCustomer
  const any = { branchCode: null, after: null, limit: 100 }
  const found = async (text: string): Promise<void> => {
    const { customers: hits } = await reader.customers.search({ text })
    if (hits.length === 0) throw new Error(`nobody is found by ${text}`)
  }
  for (const desk of Object.values(desks)) void watch(ledger, desk)
  await Promise.all([
    pace('search', 4, () => found(next().name)),
    pace('search by reading', 2, () => found(next().kana)),
    pace('customer opened', 4, async () => {
      const { id } = await reader.customers.find({ id: Number(next().customerNumber) })
      return id
    }),
    pace('list of requests', 4, () => clerk.requests.list({ view: 'all', ...any })),
    pace('numbers of the day', 6, () => clerk.requests.counts()),
    pace('list of grants', 4, () =>
      head.grants.list({ status: 'all', providerId: null, order: null, after: null, limit: 100 }),
    ),
    pace('list of providers', 2, () => head.providers.list()),
    pace('list of the audit', 2, () =>
      auditor.audit.list({
        ...{ actorKind: null, outcome: null, action: '', text: '', before: null },
        limit: 100,
      }),
    ),
    pace('presence', 1, () => Promise.all(Object.values(desks).map((desk) => desk.staff.stay()))),
    pace('audit check', 1 / 15, async () => {
      const { state, broken } = await auditor.audit.verify()
      if (state !== 'whole') throw new Error(`the audit is ${state} ${JSON.stringify(broken)}`)
    }),
    pace('backup', 1 / 30, () => system.backups.run()),
    pace('status', 1, async () => {
      const { backup, audit, database, disk } = await system.system.status()
      if (backup.failure !== null) throw new Error(`backup: ${backup.failure}`)
      if (audit.state === 'broken' || audit.state === 'doubtful') throw new Error('audit')
      if (!database.onDisk) throw new Error('a sync failed')
      if (disk.level === 'full') throw new Error('the disk is full')
    }),
  ])
}

/** @returns when the service ends, or the stream */
async function watch(ledger: Ledger, desk: Desk): Promise<void> {
  try {
    for await (const status of await desk.system.watch())
      if (status.halt !== null) ledger.note('halted')
  } catch {
    // The service has stopped at the end.
  }
}
