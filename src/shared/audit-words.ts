import { timeText } from './japanese-date.ts'
import { optional, type Say } from './messages/catalogue.ts'

/** Where the name of a field of an entry is, in the order in which it is looked for. */
const names = (field: string): string[] => [
  `auditField.${field}`,
  `settings.${field}`,
  `settings.hours.${field}`,
  `identity.${field}`,
]
/** Where the word of a code is, by the field that holds it. */
const values: Record<string, (code: string) => string[]> = {
  channels: (code) => [`channel.${code}`],
  scopes: (code) => [`scope.${code}`],
  role: (code) => [`role.${code}`],
  secondFactorRoles: (code) => [`role.${code}`],
  status: (code) => [`providerStatus.${code}`, `grantStatus.${code}`],
  kind: (code) => [
    `actKind.${code}`,
    `actScope.${code}`,
    `importKind.${code}`,
    `texts.kind.${code}`,
  ],
  act: (code) => [`actKind.${code}`],
  action: (code) => [`action.${code}`],
  item: (code) => [`identity.${code}`],
  requestChannel: (code) => [`requestChannel.${code}`],
  requester: (code) => [`requester.${code}`],
  result: (code) => [`identityResult.${code}`, `requestResult.${code}`],
  riskRule: (code) => [`settings.riskRule.${code}`],
  withoutQuestion: (code) => [`settings.withoutQuestion.${code}`],
}
/** Codes that mean the same in every field. */
const anywhere = (code: string): string[] => [
  `auditValue.${code}`,
  `identityResult.${code}`,
  `settings.identity.${code}`,
]

const first = (t: Say, keys: string[]): string =>
  keys.map((key) => optional(t, key, '')).find((word) => word !== '') ?? ''

/** The name of a field of an audit entry; empty when nobody has given it one. */
export function auditFieldName(t: Say, field: string): string {
  return first(t, names(field))
}

/** A value of an audit entry as a person reads it: codes in words, times in Japan's, lists and groups without brackets. */
export function auditValue(t: Say, field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off')
  if (Array.isArray(value))
    return value.length === 0 ? '—' : value.map((one) => auditValue(t, field, one)).join('、')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, inner]) => `${auditFieldName(t, name) || name}：${auditValue(t, name, inner)}`)
      .join('　')
  if (typeof value === 'number')
    return field === 'before' || /(At|Until)$/.test(field)
      ? timeText(value)
      : value.toLocaleString('ja-JP')
  const text = String(value)
  return first(t, [...(values[field]?.(text) ?? []), ...anywhere(text)]) || text
}
