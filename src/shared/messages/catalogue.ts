import { app } from './app.ts'
import { audit } from './audit.ts'
import { common } from './common.ts'
import { consent } from './consent.ts'
import { customers } from './customers.ts'
import { grants } from './grants.ts'
import { imports } from './imports.ts'
import { lists } from './lists.ts'
import { providers } from './providers.ts'
import { requests } from './requests.ts'
import { retention } from './retention.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { signIn } from './sign-in.ts'
import { staff } from './staff.ts'
import { system } from './system.ts'
import { inLanguage, type Language } from './text.ts'
import { today } from './today.ts'

/** Every text that staff read. One word for one thing: 連携, 同意, 解除, 停止, 期限切れ, API業者, お客さま. */
export const messages = {
  ...app,
  ...audit,
  ...common,
  ...consent,
  ...customers,
  ...grants,
  ...imports,
  ...lists,
  ...providers,
  ...requests,
  ...retention,
  ...search,
  ...settings,
  ...signIn,
  ...staff,
  ...system,
  ...today,
} as const

export type MessageKey = keyof typeof messages
export type Values = Record<string, string | number>

export const isMessage = (key: string): key is MessageKey => Object.hasOwn(messages, key)

/** The text of a key in a language, with its placeholders filled. */
export function say(language: Language, key: MessageKey, values: Values = {}): string {
  return inLanguage(messages[key], language).replace(/\{(\w+)\}/g, (whole, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  )
}

/** For files and paper, which are Japanese whatever the window speaks. */
export const japanese = (key: MessageKey, values?: Values): string => say('ja', key, values)
