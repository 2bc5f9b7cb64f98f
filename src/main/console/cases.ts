import { setImmediate as othersTurn } from 'node:timers/promises'
import {
  type ConcernedGrant,
  caseById,
  casesOf,
  casesUnderWay,
  closeCase,
  concernedGrants,
  customersListed,
  givenBy,
  keepLetters,
  letterFile,
  letterState,
  listingOf,
  liveGrantsOf,
  noteFile,
  noteStep,
  type OpenEngine,
  openProviderCase,
  openStepsOf,
  type ProviderCase,
  predecessorsOf,
  providerById,
  saveCase,
  stepsWritten,
} from '#engine'
import type { CaseSummary } from '#shared/contract/cases'
import { AppError } from '#shared/errors'
import { grantLabel } from '#shared/grant'
import type { ListColumn } from '#shared/list-columns'
import { japanese } from '#shared/messages/catalogue'
import { stepsOf } from '#shared/provider-case'
import { done, signedIn } from './answer.ts'
import { pageSize, written } from './list-files.ts'

const nameOf = (engine: OpenEngine, id: number): string => providerById(engine, id)?.name ?? ''

function summary(engine: OpenEngine, found: ProviderCase): CaseSummary {
  const { facts: _, openedBy: _by, ...row } = found
  const provider = providerById(engine, row.providerId)
  const { state } = row.kind === 'ending' ? listingOf(engine, row.providerId) : { state: 'never' }
  return {
    ...row,
    provider: provider?.name ?? '',
    openSteps: openStepsOf(engine, found),
    stillListed: state === 'listed' && provider?.status === 'ended',
  }
}

interface ConcernedRow extends ConcernedGrant {
  customerNumber: string
  name: string
  kana: string
  branchName: string
  phone: string
  address: string
  times: number | null
  firstAt: number | null
  lastAt: number | null
}

const columns: Record<string, ListColumn<ConcernedRow>> = {
  number: { head: 'case.column.number', text: (row) => row.customerNumber },
  name: { head: 'identity.name', text: (row) => row.name },
  kana: { head: 'customers.kana', text: (row) => row.kana },
  branch: { head: 'customer.branch', text: (row) => row.branchName },
  address: { head: 'case.column.address', text: (row) => row.address },
  phone: { head: 'case.column.phone', text: (row) => row.phone },
  channel: { head: 'file.channel', text: (row, t) => t(`channel.${row.channel}`) },
  label: { head: 'grant.label', text: (row) => grantLabel(row.id) },
  data: {
    head: 'grant.data',
    text: (row, t) => row.scopes.map((scope) => t(`scope.${scope}`)).join('・'),
  },
  grantedAt: { head: 'grant.grantedAt', time: (row) => row.grantedAt },
  expiresAt: { head: 'grant.expiresAt', time: (row) => row.expiresAt },
  endedAt: { head: 'case.column.endedAt', time: (row) => row.endedAt },
}
/** Of an incident also what was given meanwhile. */
const givenColumns: Record<string, ListColumn<ConcernedRow>> = {
  times: { head: 'case.column.times', count: (row) => row.times ?? 0 },
  firstAt: { head: 'case.column.firstAt', time: (row) => row.firstAt },
  lastAt: { head: 'case.column.lastAt', time: (row) => row.lastAt },
}

export const cases = {
  list: signedIn.cases.list.handler(({ context: { engine }, input: { providerId } }) => {
    const found = providerId === null ? casesUnderWay(engine) : casesOf(engine, providerId)
    return {
      rows: found.map((one) => summary(engine, one)),
      predecessors:
        providerId === null
          ? []
          : predecessorsOf(engine, providerId).map((id) => ({ id, name: nameOf(engine, id) })),
    }
  }),
  find: signedIn.cases.find.handler(async ({ context: { engine }, input }) => {
    const { isOpenAgain, ...letters } = await letterState(engine, caseById(engine, input.id))
    const found = caseById(engine, input.id)
    const provider = providerById(engine, found.providerId)
    if (!provider) throw new AppError('provider.not-found')
    const { status, statusAt, version: providerVersion, id } = provider
    const more = {
      ...summary(engine, found),
      ...{ status, statusAt, providerVersion, liveGrants: liveGrantsOf(engine, id) },
      listing: listingOf(engine, id),
      steps: stepsWritten(engine, found.id),
    }
    if (found.kind === 'incident')
      return { ...more, kind: found.kind, facts: found.facts, successor: null }
    const { successorId } = found.facts
    // A draft that was to take over can have been deleted since.
    const next = successorId === null ? undefined : providerById(engine, successorId)
    const successor = next ? { id: next.id, name: next.name } : null
    const openSteps = stepsOf('ending').filter(
      (step) => more.openSteps.includes(step) || (isOpenAgain && step === 'letters'),
    )
    return { ...more, openSteps, kind: found.kind, facts: found.facts, successor, letters }
  }),
  open: signedIn.cases.open.handler(async ({ context, input }) => ({
    id: (await openProviderCase(context, input)) ?? 0,
  })),
  save: signedIn.cases.save.handler(done(saveCase)),
  note: signedIn.cases.note.handler(done(noteStep)),
  close: signedIn.cases.close.handler(done(closeCase)),
  customers: signedIn.cases.customers.handler(async ({ context, input: { id, ...how } }) => {
    const { engine } = context
    const found = caseById(engine, id)
    await engine.access.flush()
    const all = await concernedGrants(engine, found)
    const provider = nameOf(engine, found.providerId)
    const customers = new Set(all.map(({ customerId }) => customerId)).size
    return written(context, {
      action: 'cases.customers',
      name: japanese('case.file.list', { provider }),
      filter: { provider },
      how: { ...how, columns: null, sort: null },
      columns: found.kind === 'incident' ? { ...columns, ...givenColumns } : columns,
      page: (after: number | null) => {
        const from = after ?? 0
        const part = all.slice(from, from + pageSize)
        const given = givenBy(
          engine,
          found,
          part.map((grant) => grant.id),
        )
        const rows = part.flatMap((grant): ConcernedRow[] => {
          const customer = engine.bank.customer(grant.customerId)
          const { times = null, firstAt = null, lastAt = null } = given.get(grant.id) ?? {}
          return customer ? [{ ...customer, ...grant, times, firstAt, lastAt }] : []
        })
        const next = from + pageSize
        return { rows, next: next < all.length ? next : null }
      },
      shows: { list: 'customers', customerOf: ({ customerId }) => customerId },
      made: () => noteFile(context, { id, rows: customers }),
    })
  }),
  letters: signedIn.cases.letters.handler(async ({ context, input }) => {
    const { engine } = context
    const file = await letterFile(engine, input)
    const { first, last, total, customerIds, made } = file
    const rows = customerIds.length
    if (rows === 0) {
      // Nobody is left: the step says so, if it did not yet.
      if (file.left !== null && last > 0) await keepLetters(context, { id: input.id, file })
      return { pdf: null, fileName: '', first, last, total, rows }
    }
    // The font and the PDF library are read when the first letter is made, not at each start.
    const { lettersPdf } = await import('../paper/letters-pdf.ts')
    const pdf = await lettersPdf(made, othersTurn)
    await keepLetters(context, { id: input.id, file })
    await customersListed(context, 'customers', customerIds, true)
    const fileName = japanese('case.letters.file', {
      provider: made.provider.name,
      from: String(first),
      to: String(last),
    })
    const base64 = Buffer.from(pdf).toString('base64')
    return { pdf: base64, fileName: `${fileName}.pdf`, first, last, total, rows }
  }),
}
