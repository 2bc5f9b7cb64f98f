import { query } from '#db'
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
 * Who of a company permitted each of its grants, by number: the user as the history of the grant names them. Of a person there
 * is nobody else to name.
 */
export function permittedBy(
  engine: Engine,
  { id, name, channel }: { id: number; name: string; channel: string },
): ReadonlyMap<number, string> {
  if (channel !== 'business') return new Map()
  return new Map(
    engine.store
      .statement(permissions)
      .all({ customerId: id })
      .map(({ id: grant, actorName }) => [
        grant,
        // As consentActor writes it; a company that has changed its name since stands before its user.
        actorName.startsWith(`${name}（`) ? actorName.slice(name.length + 1, -1) : actorName,
      ]),
  )
}
