import { createHash, timingSafeEqual } from 'node:crypto'
import { query } from '#db'
import { Language, type Texts, textKindOf } from '#shared/consent-texts'
import { AppError } from '#shared/errors'
import type { Channel } from '#shared/grant'
import type { Engine } from '../engine.ts'
import { textsNumbered } from '../texts/current.ts'

const find = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .leftJoin('grantEvidence', 'grantEvidence.grantId', 'grants.id')
    .select([
      'channel',
      'textVersion',
      'termsVersion',
      'shownHash',
      'grantedAt',
      'language',
      'view',
    ])
    .where('grants.id', '=', v('id')),
)

export interface KeptEvidence {
  channel: Channel
  textVersion: number
  termsVersion: string
  language: string
  grantedAt: number
  /** Hexadecimal SHA-256 of the screen as the customer saw it. */
  shownHash: string
  /** The screen rendered again, and whether it still gives that hash; undefined where nothing to render was kept. */
  again: { page: string; same: boolean } | undefined
}

/** What a kept view lacks: its texts are kept by version, the rest differs at each rendering. */
interface Omitted {
  texts: Texts
  base: string
  csrf: string
}

/**
 * The permission screen as the customer saw it, rendered again from what the grant keeps and the texts of that version
 * (R83).
 * @param render renders consent screens; given by the caller, since the engine does not import them
 * @throws AppError grant.not-found
 */
export function evidenceOf(
  engine: Engine,
  grantId: number,
  render: (view: Omitted) => string,
): KeptEvidence {
  const row = engine.store.statement(find).get({ id: grantId })
  if (!row) throw new AppError('grant.not-found')
  const { view, shownHash, language, ...kept } = row
  const stored = view === null ? {} : JSON.parse(view)
  const base = {
    ...kept,
    language: language ?? 'ja',
    shownHash: Buffer.from(shownHash).toString('hex'),
  }
  if (!('screen' in stored)) return { ...base, again: undefined }
  const texts = textsNumbered(
    engine,
    textKindOf(row.channel, Language.catch('ja').parse(language)),
    row.textVersion,
  )
  const page = render({ ...stored, texts, base: '', csrf: '' })
  const hash = createHash('sha256').update(page).digest()
  return { ...base, again: { page, same: timingSafeEqual(hash, shownHash) } }
}
