import { query } from '#db'
import { AppError } from '#shared/errors'
import { type GrantStatus, statusAt } from '#shared/grant'
import type { ActKind, ActOutcome, ActScope } from '#shared/request'
import type { Engine } from '../engine.ts'
import { mustAgree } from './grants-twice.ts'

/** A grant that an act reaches, and what the act would do to it now. */
export interface Target {
  grantId: number
  providerName: string
  status: GrantStatus
  /** When it ended, epoch ms; null while it lives. */
  endedAt: number | null
  outcome: ActOutcome
}

const ofCustomer = query<{ customerId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .leftJoin('holds', (join) =>
      join.onRef('holds.grantId', '=', 'grants.id').on('holds.endedAt', 'is', null),
    )
    .select([
      'grants.id',
      'grants.providerId',
      'grants.status',
      'grants.expiresAt',
      'grants.endedAt',
      'providers.name as providerName',
      'holds.emergency',
    ])
    .where('grants.customerId', '=', v('customerId'))
    .orderBy('grants.id'),
)
/** The grants that include an account, and how many accounts each has. */
const holding = query<{ accountId: number }>()((k, v) =>
  k
    .selectFrom('grantAccounts')
    .innerJoin('grantAccounts as all', 'all.grantId', 'grantAccounts.grantId')
    .select((e) => ['grantAccounts.grantId', e.fn.countAll<number>().as('accounts')])
    .where('grantAccounts.accountId', '=', v('accountId'))
    .where('grantAccounts.removedAt', 'is', null)
    .where('all.removedAt', 'is', null)
    .groupBy('grantAccounts.grantId'),
)

/**
 * The grants of a customer that an act reaches, as they are now. Chosen grants are all returned, ended or not, so that an
 * act on an ended grant gets its answer (R60); for other scopes only those that the act can change.
 * @throws AppError grant.not-found (another customer's), account.not-found, store.damaged
 */
export function targetsOf(
  engine: Engine,
  customerId: number,
  kind: ActKind,
  scope: ActScope,
): Target[] {
  const now = engine.clock.now()
  const accounts = scope.kind === 'account' ? accountsOf(engine, customerId, scope.accountId) : null
  const rows = engine.store.statement(ofCustomer).all({ customerId })
  mustAgree(engine, customerId, rows)
  const all = rows.map(({ id, providerId, providerName, emergency, ...row }) => {
    const status = statusAt(row, now)
    const ended = row.endedAt ?? (status === 'expired' ? row.expiresAt : null)
    const outcome = outcomeOf(kind, status, emergency === 1, accounts?.get(id))
    return { grantId: id, providerId, providerName, status, endedAt: ended, outcome }
  })
  const changeable = ({ status }: Target): boolean =>
    status === 'held' || (status === 'active' && kind !== 'resume')
  const reached = (): typeof all => {
    switch (scope.kind) {
      case 'grants':
        return [...new Set(scope.grantIds)].map((id) => {
          const found = all.find((one) => one.grantId === id)
          if (!found) throw new AppError('grant.not-found')
          return found
        })
      case 'customer-provider':
        return all.filter((one) => one.providerId === scope.providerId && changeable(one))
      case 'account':
        return all.filter((one) => accounts?.has(one.grantId) && changeable(one))
      case 'customer':
        return all.filter(changeable)
      case 'provider':
        throw new AppError('request.not-reachable', { detail: 'provider scope' })
    }
  }
  return reached().map(({ providerId: _, ...target }) => target)
}

/** A hold of a held grant changes nothing, an 緊急停止 replaces a hold; of several accounts the others stay linked. */
function outcomeOf(
  kind: ActKind,
  status: GrantStatus,
  inEmergency: boolean,
  accounts = 1,
): ActOutcome {
  if (status !== 'active' && status !== 'held') return 'already'
  switch (kind) {
    case 'revoke':
      return accounts > 1 ? 'narrowed' : 'ended'
    case 'hold':
      return status === 'held' ? 'already' : 'held'
    case 'emergency':
      return inEmergency ? 'already' : 'held'
    case 'resume':
      return status === 'held' ? 'resumed' : 'already'
  }
}

function accountsOf(engine: Engine, customerId: number, accountId: number): Map<number, number> {
  if (engine.bank.account(accountId)?.customerId !== customerId)
    throw new AppError('account.not-found')
  const rows = engine.store.statement(holding).all({ accountId })
  return new Map(rows.map((row) => [row.grantId, row.accounts]))
}
