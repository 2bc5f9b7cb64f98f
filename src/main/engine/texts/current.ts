import { query } from '#db'
import { shippedTerms, shippedTexts, Terms, type TextKind, type Texts } from '#shared/consent-texts'
import type { Channel } from '#shared/grant'
import type { Engine } from '../engine.ts'

const at = query<{ kind: TextKind; at: number }>()((k, v) =>
  k
    .selectFrom('textVersions')
    .select(['number', 'body'])
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
const any = query<Record<never, never>>()((k) => k.selectFrom('textVersions').select('id').limit(1))

/** Version 1 of each kind is what the program came with. */
export function shipTexts(engine: Pick<Engine, 'store' | 'clock'>): void {
  if (engine.store.statement(any).get({})) return
  const bodies: Record<TextKind, object> = {
    personal: shippedTexts('personal'),
    business: shippedTexts('business'),
    terms: shippedTerms,
  }
  const now = engine.clock.now()
  engine.store.bulk(() => {
    for (const [kind, body] of Object.entries(bodies))
      engine.store.insert('textVersions', {
        kind: kind as TextKind,
        number: 1,
        body: JSON.stringify(body),
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

/** The texts that customers of a channel see at an instant. What a version from before a new text lacks is as shipped. */
export function textsAt(
  engine: Pick<Engine, 'store'>,
  channel: Channel,
  atMs: number,
): { number: number; texts: Texts } {
  return asTexts(channel, engine.store.statement(at).get({ kind: channel, at: atMs }))
}

export function textsNumbered(
  engine: Pick<Engine, 'store'>,
  channel: Channel,
  number: number,
): { number: number; texts: Texts } {
  return asTexts(channel, engine.store.statement(numbered).get({ kind: channel, number }))
}

function asTexts(
  channel: Channel,
  row: { number: number; body: string } | undefined,
): { number: number; texts: Texts } {
  const own: Texts = row ? JSON.parse(row.body) : {}
  return { number: row?.number ?? 1, texts: { ...shippedTexts(channel), ...own } }
}

/** API利用規定 that hold at an instant, or of a number; undefined when there is none of that number. */
export function termsAt(
  engine: Pick<Engine, 'store'>,
  atMs: number,
): { number: number; terms: Terms } {
  return (
    asTerms(engine.store.statement(at).get({ kind: 'terms', at: atMs })) ?? {
      number: 1,
      terms: shippedTerms,
    }
  )
}

export function termsNumbered(
  engine: Pick<Engine, 'store'>,
  number: number,
): { number: number; terms: Terms } | undefined {
  return asTerms(engine.store.statement(numbered).get({ kind: 'terms', number }))
}

function asTerms(
  row: { number: number; body: string } | undefined,
): { number: number; terms: Terms } | undefined {
  return row && { number: row.number, terms: Terms.parse(JSON.parse(row.body)) }
}

/** As a grant and its link keep it: 第1版. */
export function termsLabel(number: number): string {
  return `第${number}版`
}
