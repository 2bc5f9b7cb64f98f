import { query } from '#db'
import {
  type ScreenTextKind,
  shippedTerms,
  shippedTexts,
  Terms,
  TextKind,
  type Texts,
} from '#shared/consent-texts'
import type { Engine } from '../engine.ts'

const inForce = query<{ kind: TextKind; at: number }>()((k, v) =>
  k
    .selectFrom('textVersions')
    .select('number')
    .where('kind', '=', v('kind'))
    .where('effectiveFrom', '<=', v('at'))
    .orderBy('effectiveFrom', 'desc')
    .orderBy('number', 'desc')
    .limit(1),
)
const numbered = query<{ kind: TextKind; number: number }>()((k, v) =>
  k
    .selectFrom('textVersions')
    .select(['number', 'body', 'authorId'])
    .where('kind', '=', v('kind'))
    .where('number', '=', v('number')),
)
const newestOf = query<{ kind: TextKind }>()((k, v) =>
  k
    .selectFrom('textVersions')
    .select('number')
    .where('kind', '=', v('kind'))
    .orderBy('number', 'desc')
    .limit(1),
)

/**
 * Stores the texts that the program ships with: version 1 of each kind that has none, and a new version where the one in force is an
 * older program's. What the credit union has written or approved itself stays.
 */
export function shipTexts(engine: Pick<Engine, 'store' | 'clock'>): void {
  const now = engine.clock.now()
  const due = TextKind.options.flatMap((kind) => {
    const shipped = JSON.stringify(kind === 'terms' ? shippedTerms : shippedTexts(kind))
    const number = textNumberAt(engine, kind, now)
    const row = engine.store.statement(numbered).get({ kind, number })
    if (!row) return [{ kind, number: 1, shipped, note: '出荷時の文言' }]
    if (kind === 'terms' || row.authorId !== shipper || row.body === shipped) return []
    const last = engine.store.statement(newestOf).get({ kind })?.number ?? number
    return [{ kind, number: last + 1, shipped, note: '出荷時の文言の改訂' }]
  })
  for (const { kind, number, shipped, note } of due)
    insertShipped(engine, { kind, number, body: shipped, note, by: '出荷時', from: now })
}

/** The terms of an invented credit union, in force at once: nobody approves what no customer is shown. */
export function inventedTerms(engine: Pick<Engine, 'store' | 'clock'>, terms: Terms): void {
  insertShipped(engine, {
    kind: 'terms',
    number: textNumberAt(engine, 'terms', engine.clock.now()) + 1,
    body: JSON.stringify(terms),
    note: '練習用の規定',
    by: '見本データ',
    from: 0,
  })
}

const shipper = 'shipped'

/** A version that comes with the program. The first one of a kind has always been in force. */
function insertShipped(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  version: { kind: TextKind; number: number; body: string; note: string; by: string; from: number },
): void {
  const { by, from, ...given } = version
  const now = clock.now()
  store.bulk(() =>
    store.insert('textVersions', {
      ...given,
      authorId: shipper,
      authorName: by,
      createdAt: now,
      updatedAt: now,
      approverId: shipper,
      approverName: by,
      approvedAt: now,
      effectiveFrom: given.number === 1 ? 0 : from,
    }),
  )
}

/** Which version of a kind holds at an instant. */
export function textNumberAt(engine: Pick<Engine, 'store'>, kind: TextKind, atMs: number): number {
  return engine.store.statement(inForce).get({ kind, at: atMs })?.number ?? 1
}

/** The texts that customers see at an instant. A text that an older version lacks is the shipped one. */
export function textsAt(engine: Pick<Engine, 'store'>, kind: ScreenTextKind, atMs: number): Texts {
  return textsNumbered(engine, kind, textNumberAt(engine, kind, atMs))
}

/** What a version from before a new text lacks is as shipped. */
export function textsNumbered(
  engine: Pick<Engine, 'store'>,
  kind: ScreenTextKind,
  number: number,
): Texts {
  const row = engine.store.statement(numbered).get({ kind, number })
  const own: Texts = row ? JSON.parse(row.body) : {}
  return { ...shippedTexts(kind), ...own }
}

/** The API利用規定 at an instant, or those of a number; undefined when there is no such number. */
export function termsAt(
  engine: Pick<Engine, 'store'>,
  atMs: number,
): { number: number; terms: Terms } {
  const found = termsNumbered(engine, textNumberAt(engine, 'terms', atMs))
  return found ?? { number: 1, terms: shippedTerms }
}

export function termsNumbered(
  engine: Pick<Engine, 'store'>,
  number: number,
): { number: number; terms: Terms } | undefined {
  const row = engine.store.statement(numbered).get({ kind: 'terms', number })
  return row && { number: row.number, terms: Terms.parse(JSON.parse(row.body)) }
}

/** The name of a version, 第1版, as grants and links show it. */
export function termsLabel(number: number): string {
  return `第${number}版`
}
