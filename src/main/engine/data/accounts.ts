import type { Account } from '#bank'
import { query } from '#db'
import { AppError } from '#shared/errors'
import type { Engine } from '../engine.ts'
import { grantForProtocol } from '../grants/for-protocol.ts'
import { wireAccountId } from '../tokens/pseudonyms.ts'

const accountIds = query<{ grantId: number }>()((k, v) =>
  k
    .selectFrom('grantAccounts')
    .select('accountId')
    .where('grantId', '=', v('grantId'))
    .where('removedAt', 'is', null)
    .orderBy('accountId'),
)

/** Account ids by their names on the wire. */
function namesOf(engine: Engine, grantId: number): ReadonlyMap<string, number> {
  const read = () => {
    const subject = grantForProtocol(engine, grantId)?.subject ?? ''
    return new Map(
      engine.store
        .statement(accountIds)
        .all({ grantId })
        .map(({ accountId }) => [wireAccountId(engine, subject, accountId), accountId]),
    )
  }
  return engine.grantAccounts.get(grantId, read) ?? new Map()
}

/** The accounts of a grant that are still open, each under its name on the wire. */
export function grantedAccounts(
  engine: Engine,
  grantId: number,
): { wireId: string; account: Account }[] {
  return [...namesOf(engine, grantId)].flatMap(([wireId, accountId]) => {
    const account = engine.bank.account(accountId)
    return account ? [{ wireId, account }] : []
  })
}

/** @throws AppError account.not-found, the same for another grant's account as for one that never was (R81) */
export function grantedAccount(engine: Engine, grantId: number, wireId: string): Account {
  const accountId = namesOf(engine, grantId).get(wireId)
  const account = accountId === undefined ? undefined : engine.bank.account(accountId)
  if (!account) throw new AppError('account.not-found')
  return account
}

/** An account whose balance was delivered. */
export type KnownBalance = Account & { balance: number; balanceAt: number }

/** @throws AppError data.not-yet: no file has brought a balance of this account, which is not the same as 0 */
export function withBalance(account: Account): KnownBalance {
  const { balance, balanceAt } = account
  if (balance === null || balanceAt === null) throw new AppError('data.not-yet')
  return { ...account, balance, balanceAt }
}
