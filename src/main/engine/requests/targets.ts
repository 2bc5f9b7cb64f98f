import { query } from '#db'
import { AppError } from '#shared/errors'
import { type GrantStatus, statusAt } from '#shared/grant'
import type { ActKind, ActScope } from '#shared/request'
import type { Engine } from '../engine.ts'

/** A grant that an act reaches. */
export interface Target {
  grantId: number
  providerName: string
  status: GrantStatus
}

const ofCustomer = query<{ customerId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select([
      'grants.id',
      'grants.providerId',
      'grants.status',
      'grants.expiresAt',
      'providers.name as providerName',
    ])
    .where('grants.customerId', '=', v('customerId'))
    .orderBy('grants.id'),
)
const holding = query<{ accountId: number }>()((k, v) =>
  k
    .selectFrom('grantAccounts')
    .select('grantId')
    .where('accountId', '=', v('accountId'))
    .where('removedAt', 'is', null),
)

/**
 * The grants of one customer that an act reaches, as they are now. Named ones are all given back, ended or not, so that a
 * request about a dead grant gets its proper answer (R60); otherwise those that the act can change.
 * @throws AppError grant.not-found (another customer's), account.not-found
 */
export function targetsOf(
  engine: Engine,
  customerId: number,
  kind: ActKind,
  scope: ActScope,
): Target[] {
  const now = engine.clock.now()
  const all = engine.store
    .statement(ofCustomer)
    .all({ customerId })
    .map(({ id, providerId, providerName, ...row }) => ({
      grantId: id,
      providerId,
      providerName,
      status: statusAt(row, now),
    }))
  const changeable = (target: Target): boolean =>
    kind === 'resume'
      ? target.status === 'held'
      : target.status === 'active' || target.status === 'held'
  const plain = ({ grantId, providerName, status }: Target): Target => ({
    grantId,
    providerName,
    status,
  })
  switch (scope.kind) {
    case 'grants':
      return [...new Set(scope.grantIds)].map((id) => {
        const found = all.find((one) => one.grantId === id)
        if (!found) throw new AppError('grant.not-found')
        return plain(found)
      })
    case 'customer-provider':
      return all.filter((one) => one.providerId === scope.providerId && changeable(one)).map(plain)
    case 'account': {
      if (engine.bank.account(scope.accountId)?.customerId !== customerId)
        throw new AppError('account.not-found')
      const ids = new Set(
        engine.store
          .statement(holding)
          .all({ accountId: scope.accountId })
          .map((row) => row.grantId),
      )
      return all.filter((one) => ids.has(one.grantId) && changeable(one)).map(plain)
    }
    case 'customer':
      return all.filter(changeable).map(plain)
    case 'provider':
      throw new AppError('request.not-reachable', { detail: 'provider scope' })
  }
}
