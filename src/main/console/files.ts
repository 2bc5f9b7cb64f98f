import { randomUUID } from 'node:crypto'
import { accessTo, listAudit, listGrants, listRequests, provisionsOf, recordAudit } from '#engine'
import type { CsvAnswer } from '#shared/contract/files'
import { AppError } from '#shared/errors'
import { timeText } from '#shared/japanese-date'
import { ja, type MessageKey } from '#shared/messages/ja'
import { type CsvEncoding, CsvWriter } from '../paper/csv.ts'
import { desk } from './answer.ts'
import type { StaffContext } from './context.ts'
import { viewerOf } from './requests.ts'

const mostRows = 100_000
const pageSize = 500
/** A list as long as this is written while the person goes on. */
const manyRows = 10_000

const word = (key: string): string => (Object.hasOwn(ja, key) ? ja[key as MessageKey] : key)
const when = (ms: number | null): string => (ms === null ? '' : timeText(ms, true))
/** The mask's dots are in no Japanese code page; a star is in all. */
const masked = (accounts: string[]): string => accounts.join('、').replaceAll('•', '*')
const yes = (on: boolean): string => (on ? '○' : '')

interface List<Row> {
  name: string
  filter: object
  how: { encoding: CsvEncoding; replace: boolean }
  head: MessageKey[]
  page: (after: number | null) => { rows: Row[]; next: number | null }
  cells: (row: Row) => string[]
}

/** A list on its way to a file. */
interface Job {
  staffId: number
  rows: number
  cancelled: boolean
  answer: CsvAnswer | undefined
  error: unknown
}
const jobs = new Map<string, Job>()
const mostJobs = 50

/**
 * Writes a list page by page, giving other calls their turn in between; no file while it would lose a character that nobody
 * has agreed to lose (R76). A long one goes on by itself and is asked after (U7).
 * @throws AppError file.too-many-rows, file.cancelled
 */
async function write<Row>(
  { engine, actor, correlationId }: StaffContext,
  list: List<Row>,
  job: Job,
  onMany: () => void,
): Promise<CsvAnswer> {
  const { name, filter, how } = list
  const writer = new CsvWriter(how.encoding, how.replace)
  writer.add([list.head.map((key) => ja[key])])
  for (let after: number | null = null; ; ) {
    const { rows, next } = list.page(after)
    writer.add(rows.map(list.cells))
    job.rows += rows.length
    if (job.rows > mostRows) throw new AppError('file.too-many-rows')
    if (job.cancelled) throw new AppError('file.cancelled')
    if (next === null) break
    if (job.rows >= manyRows) onMany()
    after = next
    await new Promise((resume) => setImmediate(resume))
  }
  const fileName = `${name}_${timeText(engine.clock.now()).replace(/\D/g, '')}.csv`
  const file = writer.file()
  const { unmappable } = writer
  if (!file) return { fileName, rows: job.rows, unmappable, file: null, job: null }
  await engine.store.write(() =>
    recordAudit(engine, {
      actor,
      action: 'files.export',
      target: { kind: 'system', id: 0, label: fileName },
      after: { rows: job.rows, filter, encoding: how.encoding },
      correlationId,
    }),
  )
  return { fileName, rows: job.rows, unmappable, file: file.toString('base64'), job: null }
}

async function written<Row>(context: StaffContext, list: List<Row>): Promise<CsvAnswer> {
  const job: Job = {
    staffId: context.session.staffId,
    rows: 0,
    cancelled: false,
    answer: undefined,
    error: undefined,
  }
  let many = (): void => {}
  const long = new Promise<'long'>((resolve) => {
    many = () => resolve('long')
  })
  const work = write(context, list, job, many)
  const first = await Promise.race([work, long])
  if (first !== 'long') return first
  const id = randomUUID()
  for (const oldest of jobs.keys()) {
    if (jobs.size < mostJobs) break
    jobs.delete(oldest)
  }
  jobs.set(id, job)
  work.then(
    (answer) => {
      job.answer = answer
    },
    (error: unknown) => {
      job.error = error
    },
  )
  return { fileName: '', rows: job.rows, unmappable: [], file: null, job: id }
}

/** @throws AppError file.not-found (another person's, or one that was fetched) */
function jobOf(context: StaffContext, id: string): Job {
  const job = jobs.get(id)
  if (!job || job.staffId !== context.session.staffId) throw new AppError('file.not-found')
  return job
}

function mustSee(context: StaffContext, customerId: number): void {
  const customer = context.engine.bank.customer(customerId)
  if (!customer) throw new AppError('customer.not-found')
  if (!accessTo(context.engine, viewerOf(context), customer).full)
    throw new AppError('identity.not-met')
}

export const files = {
  grants: desk.files.grants.handler(({ context, input: { filter, ...how } }) =>
    written(context, {
      name: '連携一覧',
      filter,
      how,
      page: (after) => listGrants(context.engine, { ...filter, after, limit: pageSize }),
      cells: (grant) => [
        grant.label,
        grant.customerName,
        grant.providerName,
        grant.serviceName,
        word(`channel.${grant.channel}`),
        grant.scopes.map((scope) => word(`scope.${scope}`)).join('・'),
        masked(grant.accounts),
        when(grant.grantedAt),
        when(grant.expiresAt),
        when(grant.lastAccessAt),
        word(`grantStatus.${grant.status}`),
      ],
      head: [
        'grant.label',
        'grant.customer',
        'grant.provider',
        'file.service',
        'file.channel',
        'grant.data',
        'grant.accounts',
        'grant.grantedAt',
        'grant.expiresAt',
        'grant.lastAccess',
        'grant.status',
      ],
    }),
  ),
  requests: desk.files.requests.handler(({ context, input: { filter, ...how } }) =>
    written(context, {
      name: '受付一覧',
      filter,
      how,
      page: (after) => listRequests(context.engine, { ...filter, after, limit: pageSize }),
      cells: (row) => [
        row.number,
        when(row.openedAt),
        row.customerName,
        word(`requestChannel.${row.requestChannel}`),
        word(`requester.${row.requester}`),
        row.branchName ?? '',
        row.staffName,
        row.result === null ? '' : word(`requestResult.${row.result}`),
        word(`requestState.${row.state}`),
        yes(row.complaint),
        when(row.dueAt),
      ],
      head: [
        'requests.number',
        'requests.openedAt',
        'requests.customer',
        'request.channel',
        'request.requester',
        'slip.branch',
        'requests.staff',
        'requests.result',
        'requests.state',
        'slip.complaint',
        'requests.dueAt',
      ],
    }),
  ),
  audit: desk.files.audit.handler(({ context, input: { filter, ...how } }) =>
    written(context, {
      name: '監査記録',
      filter,
      how,
      page: (before) => listAudit(context.engine, { ...filter, before, limit: pageSize }),
      cells: (row) => [
        String(row.id),
        when(row.at),
        new Date(row.at).toISOString(),
        word(`audit.actorKind.${row.actorKind}`),
        row.actorId,
        row.actorName,
        row.role === null ? '' : word(`role.${row.role}`),
        row.branchCode ?? '',
        row.terminal ?? '',
        row.action,
        word(`action.${row.action}`),
        word(`audit.outcome.${row.outcome}`),
        row.targetLabel ?? '',
        row.reason ?? '',
        row.before ?? '',
        row.after ?? '',
        row.correlationId,
        Buffer.from(row.hash).toString('hex'),
      ],
      head: [
        'audit.id',
        'file.atJapan',
        'file.atUtc',
        'audit.actorKind',
        'file.actorId',
        'audit.actor',
        'audit.role',
        'audit.branch',
        'audit.terminal',
        'file.actionCode',
        'audit.action',
        'audit.outcome',
        'audit.target',
        'audit.reason',
        'audit.before',
        'audit.after',
        'audit.correlation',
        'file.hash',
      ],
    }),
  ),
  provisions: desk.files.provisions.handler(({ context, input }) => {
    mustSee(context, input.customerId)
    return provisionsOf(context.engine, input)
  }),
  provisionsFile: desk.files.provisionsFile.handler(({ context, input }) => {
    const { encoding, replace, ...filter } = input
    mustSee(context, filter.customerId)
    return written(context, {
      name: '第三者提供記録',
      filter,
      how: { encoding, replace },
      page: () => ({ rows: provisionsOf(context.engine, filter), next: null }),
      cells: (row) => [
        row.recipient,
        row.person,
        row.items.map((item) => word(`endpoint.${item}`)).join('・'),
        masked(row.accounts),
        row.label,
        when(row.consentAt),
        String(row.textVersion),
        row.termsVersion,
        when(row.firstAt),
        when(row.lastAt),
        String(row.times),
      ],
      head: [
        'provision.recipient',
        'provision.person',
        'provision.items',
        'grant.accounts',
        'grant.label',
        'provision.consentAt',
        'provision.textVersion',
        'provision.terms',
        'provision.firstAt',
        'provision.lastAt',
        'provision.times',
      ],
    })
  }),
  job: desk.files.job.handler(({ context, input }) => {
    const job = jobOf(context, input.id)
    if (job.error !== undefined) {
      jobs.delete(input.id)
      throw job.error
    }
    if (!job.answer)
      return { fileName: '', rows: job.rows, unmappable: [], file: null, job: input.id }
    jobs.delete(input.id)
    return job.answer
  }),
  cancel: desk.files.cancel.handler(({ context, input }) => {
    jobOf(context, input.id).cancelled = true
    return null
  }),
}
