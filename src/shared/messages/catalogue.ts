import { IntlMessageFormat } from 'intl-messageformat'
import { app } from './app.ts'
import { audit } from './audit.ts'
import { auditFields } from './audit-fields.ts'
import { backups } from './backups.ts'
import { cases } from './cases.ts'
import { common } from './common.ts'
import { connectionTest } from './connection-test.ts'
import { consent } from './consent.ts'
import { customers } from './customers.ts'
import { grants } from './grants.ts'
import { help } from './help.ts'
import { imports } from './imports.ts'
import { inputs } from './inputs.ts'
import { ledger } from './ledger.ts'
import { lists } from './lists.ts'
import { notice } from './notice.ts'
import { proposals } from './proposals.ts'
import { providers } from './providers.ts'
import { publication } from './publication.ts'
import { requests } from './requests.ts'
import { retention } from './retention.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { signIn } from './sign-in.ts'
import { staff } from './staff.ts'
import { system } from './system.ts'
import { inLanguage, type Language } from './text.ts'
import { today } from './today.ts'
import { traffic } from './traffic.ts'
import { whyRefused } from './why-refused.ts'

/** Every text that staff read. Each thing has one word: 連携, 同意, 解除, 停止, 期限切れ, API業者, お客さま. */
export const messages = {
  ...app,
  ...audit,
  ...auditFields,
  ...backups,
  ...cases,
  ...common,
  ...connectionTest,
  ...consent,
  ...customers,
  ...grants,
  ...help,
  ...imports,
  ...inputs,
  ...ledger,
  ...lists,
  ...notice,
  ...proposals,
  ...providers,
  ...publication,
  ...requests,
  ...retention,
  ...search,
  ...settings,
  ...signIn,
  ...staff,
  ...system,
  ...today,
  ...whyRefused,
  ...traffic,
} as const

type AnyKey = keyof typeof messages

/** What stands between braces in a text, such as `name` or `count, number`. */
type Slot<T extends string> = T extends `${string}{${infer Inside}}${infer Rest}`
  ? Inside | Slot<Rest>
  : never
type NumberName<S> = S extends `${infer Name}, number` ? Name : never
type PlainName<S> = S extends `${string},${string}` ? never : S & string
type SlotOf<Key extends AnyKey> = Slot<(typeof messages)[Key][0]>
type Values<Key extends AnyKey> = Record<NumberName<SlotOf<Key>>, number> &
  Record<PlainName<SlotOf<Key>>, string | number>

/** A key whose text has nothing to fill in. */
export type MessageKey = {
  [Key in AnyKey]: [SlotOf<Key>] extends [never] ? Key : never
}[AnyKey]

/** The text of a key; a value that its Japanese text asks for and that is missing does not compile. */
export type Say = <Key extends AnyKey>(
  key: Key,
  ...values: [SlotOf<Key>] extends [never] ? [] : [Values<Key>]
) => string

const made = { ja: new Map<AnyKey, IntlMessageFormat>(), en: new Map<AnyKey, IntlMessageFormat>() }

/**
 * The texts of a language, in ICU MessageFormat: `{name}`, `{count, number}`, `{count, plural, one {# row} other {# rows}}`.
 * Dates come as text: each person chooses 西暦 or 和暦, which no format of ICU writes the way banks do (R08.11.20).
 */
export const sayIn =
  (language: Language): Say =>
  (key, ...[values]) => {
    const text = inLanguage(messages[key], language)
    if (!text.includes('{')) return text
    let format = made[language].get(key)
    if (!format) {
      format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
      made[language].set(key, format)
    }
    return String(format.format(values))
  }

/** For files and paper, which are Japanese whatever the window speaks. */
export const japanese = sayIn('ja')
/** For engineers of providers. */
export const english = sayIn('en')

/** Whether a key made from a value, such as a state or a reason, has a text. */
const isMessage = (key: string): key is MessageKey =>
  Object.hasOwn(messages, key) && !messages[key as AnyKey][0].includes('{')

/** A key made from a value, such as a state or a reason: missing ones show the value itself rather than nothing. */
export function optional(t: Say, key: string, fallback: string): string {
  return isMessage(key) ? t(key) : fallback
}
