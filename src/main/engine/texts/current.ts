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
    .select(['number', 'body'])
    .where('kind', '=', v('kind'))
    .where('number', '=', v('number')),
)
/** Stores version 1 of each kind that has none: the texts that the program ships with. */
export function shipTexts(engine: Pick<Engine, 'store' | 'clock'>): void {
  const missing = TextKind.options.filter(
    (kind) => !engine.store.statement(numbered).get({ kind, number: 1 }),
  )
  if (missing.length === 0) return
  const now = engine.clock.now()
  engine.store.bulk(() => {
    for (const kind of missing)
      engine.store.insert('textVersions', {
        kind,
        number: 1,
        body: JSON.stringify(kind === 'terms' ? shippedTerms : shippedTexts(kind)),
        note: '出荷時の文言',
        authorId: 'shipped',
        authorName: '出荷時',
        createdAt: now,
        updatedAt: now,
        approverId: 'shipped',
        approverName: '出荷時',
        approvedAt: now,
        effectiveFrom: 0,
      })
  })
}

/** The terms of an invented credit union, in force at once: nobody approves what no customer is shown. */
export function inventedTerms(engine: Pick<Engine, 'store' | 'clock'>, terms: Terms): void {
  const now = engine.clock.now()
  engine.store.bulk(() =>
    engine.store.insert('textVersions', {
      ...{ kind: 'terms', number: textNumberAt(engine, 'terms', now) + 1 },
      body: JSON.stringify(terms),
      note: '練習用の規定',
      ...{ authorId: 'shipped', authorName: '見本データ', createdAt: now, updatedAt: now },
      ...{ approverId: 'shipped', approverName: '見本データ', approvedAt: now, effectiveFrom: 0 },
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
