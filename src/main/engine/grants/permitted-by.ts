import { query } from '#db'
import type { Permitter } from '#shared/permitter'
import type { Engine } from '../engine.ts'

const permissions = query<{ customerId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('grantHistory', 'grantHistory.grantId', 'grants.id')
    .select(['grants.id', 'grants.loginKey', 'grantHistory.actorName'])
    .where('grants.customerId', '=', v('customerId'))
    .where('grantHistory.type', '=', 'permitted'),
)

/**
 * Who of a company permitted each of its grants, by number: the user as the history of the grant names them, and when they left, where
 * the grant keeps by which login it was permitted: two users may have one name. Of a person there is nobody else to name.
 */
export function permittedBy(
  engine: Engine,
  { id, name, channel }: { id: number; name: string; channel: string },
): ReadonlyMap<number, Permitter> {
  if (channel !== 'business') return new Map()
  const left = new Map(
    engine.bank
      .users(id)
      .filter(({ hasLeft }) => hasLeft)
      .map((user) => [user.id, user.leftOn] as const),
  )
  return new Map(
    engine.store
      .statement(permissions)
      .all({ customerId: id })
      .map(({ id: grant, loginKey, actorName }) => [
        grant,
        {
          // As consentActor writes it; a company that has changed its name since stands before its user.
          name: actorName.startsWith(`${name}（`)
            ? actorName.slice(name.length + 1, -1)
            : actorName,
          leftOn: (loginKey === null ? null : left.get(loginKey)) ?? null,
        },
      ]),
  )
}
