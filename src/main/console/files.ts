import { accessTo, listAudit, listGrants, listRequests, provisionsOf, recordAudit } from '#engine'
import type { CsvAnswer } from '#shared/contract/files'
import { AppError } from '#shared/errors'
import { timeText } from '#shared/japanese-date'
import { ja, type MessageKey } from '#shared/messages/ja'
import { type CsvEncoding, csvFile, unmappable } from '../paper/csv.ts'
import { desk } from './answer.ts'
import type { StaffContext } from './context.ts'
import { viewerOf } from './requests.ts'

const mostRows = 100_000
const pageSize = 500

const word = (key: string): string => (Object.hasOwn(ja, key) ? ja[key as MessageKey] : key)
const when = (ms: number | null): string => (ms === null ? '' : timeText(ms, true))
/** The mask's dots are in no Japanese code page; a star is in all. */
const masked = (accounts: string[]): string => accounts.join('、').replaceAll('•', '*')
const yes = (on: boolean): string => (on ? '○' : '')

/** Walks a list page by page, giving other calls their turn in between. @throws AppError file.too-many-rows */
async function everyRow<Row>(
  page: (after: number | null) => { rows: Row[]; next: number | null },
): Promise<Row[]> {
  const all: Row[] = []
  for (let after: number | null = null; ; ) {
    const { rows, next } = page(after)
    all.push(...rows)
    if (all.length > mostRows) throw new AppError('file.too-many-rows')
    if (next === null) return all
    after = next
    await new Promise((resume) => setImmediate(resume))
  }
}

/** The file and its audit row; no file while it would lose a character that nobody has agreed to lose (R76). */
async function answer(
  context: StaffContext,
  name: string,
  filter: object,
  how: { encoding: CsvEncoding; replace: boolean },
  head: MessageKey[],
  rows: string[][],
): Promise<CsvAnswer> {
  const { engine, actor, correlationId } = context
  const lines = [head.map((key) => ja[key]), ...rows]
  const missing = how.encoding === 'cp932' ? unmappable(lines) : []
  const at = timeText(engine.clock.now()).replace(/\D/g, '')
  const fileName = `${name}_${at}.csv`
  if (missing.length > 0 && !how.replace)
    return { fileName, rows: rows.length, unmappable: missing, file: null }
  const file = csvFile(lines, how.encoding, how.replace)
  await engine.store.write(() =>
    recordAudit(engine, {
      actor,
      action: 'files.export',
      target: { kind: 'system', id: 0, label: fileName },
      after: { rows: rows.length, filter, encoding: how.encoding },
      correlationId,
    }),
  )
  return {
    fileName,
    rows: rows.length,
    unmappable: missing,
    file: Buffer.from(file).toString('base64'),
  }
}

function mustSee(context: StaffContext, customerId: number): void {
  const customer = context.engine.bank.customer(customerId)
  if (!customer) throw new AppError('customer.not-found')
  if (!accessTo(context.engine, viewerOf(context), customer).full)
    throw new AppError('identity.not-met')
}

export const files = {
  grants: desk.files.grants.handler(async ({ context, input: { filter, ...how } }) => {
    const all = await everyRow((after) =>
      listGrants(context.engine, { ...filter, after, limit: pageSize }),
    )
    const rows = all.map((grant) => [
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
    ])
    const head: MessageKey[] = [
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
    ]
    return answer(context, '連携一覧', filter, how, head, rows)
  }),
  requests: desk.files.requests.handler(async ({ context, input: { filter, ...how } }) => {
    const all = await everyRow((after) =>
      listRequests(context.engine, { ...filter, after, limit: pageSize }),
    )
    const rows = all.map((row) => [
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
    ])
    const head: MessageKey[] = [
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
    ]
    return answer(context, '受付一覧', filter, how, head, rows)
  }),
  audit: desk.files.audit.handler(async ({ context, input: { filter, ...how } }) => {
    const all = await everyRow((before) =>
      listAudit(context.engine, { ...filter, before, limit: pageSize }),
    )
    const rows = all.map((row) => [
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
    ])
    const head: MessageKey[] = [
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
    ]
    return answer(context, '監査記録', filter, how, head, rows)
  }),
  provisions: desk.files.provisions.handler(({ context, input }) => {
    mustSee(context, input.customerId)
    return provisionsOf(context.engine, input)
  }),
  provisionsFile: desk.files.provisionsFile.handler(async ({ context, input }) => {
    const { encoding, replace, ...filter } = input
    mustSee(context, filter.customerId)
    const rows = provisionsOf(context.engine, filter).map((row) => [
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
    ])
    const head: MessageKey[] = [
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
    ]
    return answer(context, '第三者提供記録', filter, { encoding, replace }, head, rows)
  }),
}
