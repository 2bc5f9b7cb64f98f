import { query, type Store } from '#db'

const newest = {
  grants: query<Record<never, never>>()((k) =>
    k.selectFrom('grants').select((e) => e.fn.max('id').as('id')),
  ),
  refreshTokens: query<Record<never, never>>()((k) =>
    k.selectFrom('refreshTokens').select((e) => e.fn.max('id').as('id')),
  ),
  accessTokens: query<Record<never, never>>()((k) =>
    k.selectFrom('accessTokens').select((e) => e.fn.max('id').as('id')),
  ),
  authorizationCodes: query<Record<never, never>>()((k) =>
    k.selectFrom('authorizationCodes').select((e) => e.fn.max('id').as('id')),
  ),
  pushedRequests: query<Record<never, never>>()((k) =>
    k.selectFrom('pushedRequests').select((e) => e.fn.max('id').as('id')),
  ),
}
export type Sequenced = keyof typeof newest

/**
 * Gives out row numbers before the rows are written, so that the value of a token can name its row and inserts append
 * (R107). A number that is not used leaves a harmless gap.
 */
export class Sequences {
  readonly #last: Record<Sequenced, number>

  constructor(store: Store) {
    const last = (name: Sequenced): number => Number(store.statement(newest[name]).get({})?.id ?? 0)
    this.#last = {
      grants: last('grants'),
      refreshTokens: last('refreshTokens'),
      accessTokens: last('accessTokens'),
      authorizationCodes: last('authorizationCodes'),
      pushedRequests: last('pushedRequests'),
    }
  }

  /** The newest that was given out. */
  last(name: Sequenced): number {
    return this.#last[name]
  }

  next(name: Sequenced): number {
    this.#last[name] += 1
    return this.#last[name]
  }
}
