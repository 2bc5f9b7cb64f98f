import * as z from 'zod'
import { steps } from './consent-flow.ts'
import { Language } from './consent-texts.ts'
import { Channel } from './grant.ts'

/** Notices that a customer may meet (R34); the screens have their words under `notice.<kind>`. */
export const noticeKinds = [
  'locked',
  'stopped',
  'link-barred',
  'timed-out',
  'out-of-order',
  'password-changed',
  'no-number',
  'already-finished',
  'expired',
  'unknown-provider',
  'provider-stopped',
  'provider-ended',
  'provider-no-new',
  'no-account',
  'not-entitled',
  'user-left',
  'no-question',
  'service-stopped',
  'wrong-browser',
  'unavailable',
  'busy',
  'request-refused',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Only a company has users who may not consent, and only a person has 合言葉 and a 利用者番号. */
const ofOneChannel: Partial<Record<NoticeKind, Channel>> = {
  'not-entitled': 'business',
  'user-left': 'business',
  'no-question': 'personal',
  'no-number': 'personal',
}
export const noticesOf = (channel: Channel): NoticeKind[] =>
  noticeKinds.filter((kind) => (ofOneChannel[kind] ?? channel) === channel)

/** Which page staff want to see, on invented data (R91, R92). */
export const PreviewOptions = z.strictObject({
  channel: Channel,
  language: Language,
  /** Null: an invented provider. */
  providerId: z.number().int().positive().nullable(),
  screen: z.enum([...steps, 'terms', ...noticeKinds]),
  /** With the message of a wrong entry. */
  wrong: z.boolean(),
  /** 照会用口座 without a PIN: none, one, several. */
  missingPins: z.union([z.literal(0), z.literal(1), z.literal(3)]),
  /** As for a customer who links again. */
  renewal: z.boolean(),
  /** A version of the texts; null: the one that holds now. */
  version: z.number().int().positive().nullable(),
  /** Marks what differs from the version that holds now. */
  marked: z.boolean(),
})
export type PreviewOptions = z.infer<typeof PreviewOptions>
