import type { Account } from '#bank'
import { query } from '#db'
import { AppError } from '#shared/errors'
import type { Engine } from '../engine.ts'
import { wireAccountId } from '../tokens/pseudonyms.ts'

const accountIds = query<{ grantId: number }>()((k, v) =>
  k
    .selectFrom('grantAccounts')
    .select('accountId')
    .where('grantId', '=', v('grantId'))
    .orderBy('accountId'),
)

/** The accounts of a grant that are still open, each under its name on the wire. */
export function grantedAccounts(
  engine: Engine,
  grantId: number,
): { wireId: string; account: Account }[] {
  return engine.store
    .statement(accountIds)
    .all({ grantId })
    .flatMap(({ accountId }) => {
      const account = engine.bank.account(accountId)
      return account ? [{ wireId: wireAccountId(engine, grantId, accountId), account }] : []
    })
}

/** @throws AppError account.not-found, the same for another grant's account as for one that never was (R81) */
export function grantedAccount(engine: Engine, grantId: number, wireId: string): Account {
  for (const { accountId } of engine.store.statement(accountIds).all({ grantId })) {
    if (wireAccountId(engine, grantId, accountId) !== wireId) continue
    const account = engine.bank.account(accountId)
    if (account) return account
  }
  throw new AppError('account.not-found')
}
