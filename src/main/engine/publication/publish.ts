import { hash } from 'node:crypto'
import { query, sql } from '#db'
import type { PublicationState, Published } from '#shared/contract/publication'
import { AppError } from '#shared/errors'
import { isoDate } from '#shared/japanese-date'
import { japanese } from '#shared/messages/catalogue'
import { changesBetween, PublicationBody, publicationHtml } from '#shared/publication'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { bodyName, missingForPublication, publicationBody } from './content.ts'

const newest = query<Record<never, never>>()((k) =>
  k.selectFrom('publications').selectAll().orderBy('id', 'desc').limit(1),
)

/**
 * Publishes what the registry and the ledgers say now, exactly as it was seen. By one person: nothing in it is written by whoever
 * publishes it (decision 0046).
 * @throws AppError publication.incomplete (a clause is empty or unchecked), publication.changed-meanwhile
 */
export const publishLists = act(
  'publication.publish',
  ({ engine, actor }, { seen, serve }: { seen: string; serve: boolean }) => {
    const { store, clock } = engine
    const missing = missingForPublication(engine)
    if (missing.length > 0)
      throw new AppError('publication.incomplete', {
        detail: [...new Set(missing.map(({ provider }) => provider))].join('、'),
      })
    const body = publicationBody(engine)
    if (bodyName(body) !== seen) throw new AppError('publication.changed-meanwhile')
    const last = store.statement(newest).get({})
    const at = clock.now()
    const id = store.insert('publications', {
      at,
      asOn: isoDate(at),
      body: JSON.stringify(body),
      served: serve ? 1 : 0,
      by: Number(actor.id),
      byName: actor.name,
    })
    const changes = changesBetween(last ? bodyOf(last) : null, body)
    return {
      target: { kind: 'system', id, label: isoDate(at) },
      after: {
        served: serve,
        listed: body.personal.length + body.business.length,
        publicationChanges: changes.map(
          ({ part, kind, name }) =>
            `${japanese(`publication.part.${part}`)}：${name}（${japanese(`publication.change.${kind}`)}）`,
        ),
      },
      result: { id },
    }
  },
)

const bodyOf = ({ body }: { body: string }) => PublicationBody.parse(JSON.parse(body))
const told = (row: {
  id: number
  at: number
  asOn: string
  byName: string
  served: 0 | 1
}): Published => ({
  ...{ id: row.id, at: row.at, asOn: row.asOn, byName: row.byName },
  served: row.served === 1,
})

/** What would be published now, what stands in the way, and what it would change. */
export function publicationState(engine: Engine): Omit<PublicationState, 'address'> {
  const body = publicationBody(engine)
  const history = engine.store.read(
    sql
      .selectFrom('publications')
      .select(['id', 'at', 'asOn', 'byName', 'served'])
      .orderBy('id', 'desc')
      .limit(50),
  )
  return {
    body,
    seen: bodyName(body),
    missing: missingForPublication(engine),
    changes: changesSinceLast(engine, body) ?? changesBetween(null, body),
    last: history[0] ? told(history[0]) : null,
    history: history.map(told),
  }
}

/** What the registry says otherwise than the last publication; undefined: there is none. */
export function changesSinceLast(engine: Engine, body = publicationBody(engine)) {
  const last = engine.store.statement(newest).get({})
  return last ? changesBetween(bodyOf(last), body) : undefined
}

/** @throws AppError publication.not-found */
export function publishedBody(engine: Engine, id: number): { body: PublicationBody; asOn: string } {
  const row = engine.store.find('publications', { id })
  if (!row) throw new AppError('publication.not-found')
  return { body: bodyOf(row), asOn: row.asOn }
}

/**
 * The page that the provider listener serves, and its name, which is of what it says: a number comes again where the data have gone
 * back to a backup. Undefined: the last publication is not served.
 */
export function servedPublication(engine: Engine): { name: string; html: string } | undefined {
  const row = engine.store.statement(newest).get({})
  if (row?.served !== 1) return undefined
  const html = publicationHtml(bodyOf(row), row.asOn)
  return { name: hash('sha256', html, 'base64url'), html }
}
