import { query } from '#db'
import type { Permitter } from '#shared/permitter'
import type { Engine } from '../engine.ts'

const permissions = query<{ customerId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('grantHistory', 'grantHistory.grantId', 'grants.id')
    .select(['grants.id', 'grantHistory.actorName'])
    .where('grants.customerId', '=', v('customerId'))
    .where('grantHistory.type', '=', 'permitted'),
)

/**
 * Who of a company permitted each of its grants, by number: the user as the history of the grant names them, and when they left, where
 * one user alone has that name. Of a person there is nobody else to name.
 */
export function permittedBy(
  engine: Engine,
  { id, name, channel }: { id: number; name: string; channel: string },
): ReadonlyMap<number, Permitter> {
  if (channel !== 'business') return new Map()
  const users = engine.bank.users(id)
  const leftOn = (actorName: string): string | null => {
    const [user, ...others] = users.filter(({ userName }) => actorName.endsWith(`（${userName}）`))
    return user?.hasLeft && others.length === 0 ? user.leftOn : null
  }
  return new Map(
    engine.store
      .statement(permissions)
      .all({ customerId: id })
      .map(({ id: grant, actorName }) => [
        grant,
        {
          // As consentActor writes it; a company that has changed its name since stands before its user.
          name: actorName.startsWith(`${name}（`)
            ? actorName.slice(name.length + 1, -1)
            : actorName,
          leftOn: leftOn(actorName),
        },
      ]),
  )
}
