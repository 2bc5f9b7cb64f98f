import { grantLabel } from './grant.ts'
import { timeText } from './japanese-date.ts'
import { untilUnlocked } from './lock.ts'
import { japanese, type MessageKey, optional, type Say, sayIn } from './messages/catalogue.ts'

/** Where the name of a field of an entry is, in the order in which it is looked for; an item of the identity check is its own key. */
const names = (field: string): string[] => [
  `auditField.${field}`,
  `settings.${field}`,
  `settings.hours.${field}`,
  `identity.${field}`,
  `reason.${field}`,
  field,
]
/** Where the word of a code is, by the field that holds it. */
const values: Record<string, (code: string) => string[]> = {
  cause: (code) => [`statusCause.${code}`],
  channels: (code) => [`channel.${code}`],
  scopes: (code) => [`scope.${code}`],
  role: (code) => [`role.${code}`],
  secondFactorRoles: (code) => [`role.${code}`],
  status: (code) => [`providerStatus.${code}`, `grantStatus.${code}`, `grants.${code}`],
  kind: (code) => [
    `actKind.${code}`,
    `actScope.${code}`,
    `imports.kind.${code}`,
    `texts.kind.${code}`,
  ],
  class: (code) => [`retention.kind.${code}`],
  act: (code) => [`actKind.${code}`],
  action: (code) => [`action.${code}`],
  actorKind: (code) => [`audit.actorKind.${code}`],
  outcome: (code) => [`audit.outcome.${code}`],
  view: (code) => [`requests.view.${code}`, `providers.${code}`],
  without: (code) => [`auditField.${code}`],
  encoding: (code) => [`auditEncoding.${code}`],
  services: (code) => [`auditService.${code}`],
  step: (code) => [`screen.${code}`],
  afterwards: (code) => [`auditAfterwards.${code}`],
  item: (code) => [`identity.${code}`],
  ledgerItem: (code) => [`ledger.${code}`],
  ledgerValue: (code) => [`ledgerValue.${code}`],
  list: (code) => [`menu.${code}`],
  plan: (code) => [`plan.${code}`],
  caseKind: (code) => [`case.kind.${code}`],
  caseStep: (code) => [`caseStep.${code}`],
  openSteps: (code) => [`caseStep.${code}`],
  stepOutcome: (code) => [`case.outcome.${code}`],
  closedAs: (code) => [`case.state.${code}`],
  incidentCategory: (code) => [`incidentCategory.${code}`],
  papers: (code) => [`paper.${code}`],
  requestChannel: (code) => [`requestChannel.${code}`],
  requester: (code) => [`requester.${code}`],
  result: (code) => [`identityResult.${code}`, `requestResult.${code}`],
  riskRule: (code) => [`settings.riskRule.${code}`],
  withoutQuestion: (code) => [`settings.withoutQuestion.${code}`],
  stoppedAnswer: (code) => [`settings.stoppedAnswer.${code}`],
}
/** Codes that mean the same in every field. */
const anywhere = (code: string): string[] => [
  `auditValue.${code}`,
  `identityResult.${code}`,
  `settings.identity.${code}`,
]

/** What stands in an entry as somebody typed it, or as the outside world calls it; every other text is a code and has a word. */
export const typedFields: ReadonlySet<string> = new Set([
  ...['name', 'kana', 'servicePersonal', 'serviceBusiness', 'contact', 'registrationNumber'],
  ...['site', 'privacyPolicy', 'purpose', 'redirectUris', 'jwksUri', 'kids', 'signingAlgorithm'],
  ...[
    'customer',
    'shownCustomers',
    'publicationChanges',
    'note',
    'words',
    'answer',
    'requesterName',
    'callbackPhone',
    'userName',
    'users',
    'maker',
    'author',
  ],
  ...[
    'first',
    'second',
    'approvedBy',
    'provider',
    'request',
    'follows',
    'termsVersion',
    'loginId',
    'term',
  ],
  ...['successor', 'letterWords', 'whom', 'summary', 'deskWords', 'conditions'],
  ...['ledger', 'ledgerPart', 'ledgerText', 'evidence', 'owner'],
  ...['text', 'file', 'sha256', 'version', 'code', 'phone', 'phoneHours', 'branchCode', 'detail'],
  ...['explained', 'notice'],
])

const first = (t: Say, keys: string[]): string =>
  keys.map((key) => optional(t, key, '')).find((word) => word !== '') ?? ''

/** The head of a column of the list that an entry is about; undefined where there is no such column. */
export type ColumnHead = (list: string, column: string) => MessageKey | undefined

/** What a value is read with: the language, the act of its entry, and the columns of lists. */
export interface AuditReading {
  t: Say
  action: string
  head: ColumnHead
}

function columnWord({ t, action, head }: AuditReading, column: string): string {
  const key = head(action.slice(action.indexOf('.') + 1), column)
  return key === undefined ? column : t(key)
}

/** `-expiresAt`: the column, and that it goes the other way round. */
function sortWord(reading: AuditReading, sort: string): string {
  const word = columnWord(reading, sort.replace(/^-/, ''))
  return sort.startsWith('-') ? reading.t('auditSign.descending', { column: word }) : word
}

/** The address of a list with its conditions: its name in the menu, and the conditions in words. */
function addressWord(reading: AuditReading, address: string): string {
  const { t } = reading
  const [path = '', query = ''] = address.split('?')
  const list = path.slice(1)
  const inList = { ...reading, action: `files.${list}` }
  const conditions = [...new URLSearchParams(query)].flatMap(([name, value]) => {
    // How the columns lie says nothing about what is shown.
    if (name === 'cols') return []
    const field = { by: 'actorKind', branch: 'branchCode' }[name] ?? name
    return [`${nameOf(t, field)}${t('auditSign.is')}${auditValue(inList, field, value)}`]
  })
  const page = optional(t, `menu.${list}`, list)
  return conditions.length === 0 ? page : inside(t, page, conditions.join(t('auditSign.next')))
}

const inside = (t: Say, name: string, text: string): string =>
  `${name}${t('auditSign.open')}${text}${t('auditSign.close')}`
/** The name of a field of an entry. */
export const nameOf = (t: Say, field: string): string => first(t, names(field)) || field

function numberWord(t: Say, field: string, value: number): string {
  if (value === untilUnlocked) return t('auditValue.until-unlocked')
  if (field === 'before' || /(At|Until|^until)$/.test(field)) return timeText(value)
  if (/^grantIds?$/.test(field)) return grantLabel(value)
  return /Id$/.test(field) ? String(value) : value.toLocaleString('ja-JP')
}

function textWord(reading: AuditReading, field: string, text: string): string {
  if (typedFields.has(field)) return text
  if (field === 'columns') return columnWord(reading, text)
  if (field === 'sort') return sortWord(reading, text)
  if (field === 'address') return addressWord(reading, text)
  if (/^(\d{4}-)?\d\d-\d\d$/.test(text)) return text.replaceAll('-', '/')
  return first(reading.t, [...(values[field]?.(text) ?? []), ...anywhere(text)]) || text
}

/** A value of an audit entry as a person reads it: codes in words, times in Japan's, lists and groups without brackets of JSON. */
export function auditValue(reading: AuditReading, field: string, value: unknown): string {
  const { t } = reading
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off')
  if (typeof value === 'number') return numberWord(t, field, value)
  if (Array.isArray(value))
    return value.length === 0
      ? '—'
      : value.map((one) => auditValue(reading, field, one)).join(t('auditSign.and'))
  if (typeof value !== 'object') return textWord(reading, field, String(value))
  return named(reading, field, value).join(t('auditSign.next'))
}

const named = (reading: AuditReading, field: string, value: object): string[] =>
  fieldsOf(reading, field, value).map(({ name, word, group }) =>
    group ? inside(reading.t, name, word) : `${name}${reading.t('auditSign.is')}${word}`,
  )

/** The same, a line for each member of a list or of a group. */
export function auditLines(reading: AuditReading, field: string, value: unknown): string[] {
  const isList = Array.isArray(value) && value.length > 0
  if (isList) return value.map((one) => auditValue(reading, field, one))
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? named(reading, field, value)
    : [auditValue(reading, field, value)]
}

/** What is compared with the caller has names that other fields have too: `name`, `phone`, `address`. */
const ofIdentity = ({ action }: AuditReading, group: string): boolean =>
  group === 'identityItems' || (group === '' && action === 'requests.compare')

function fieldsOf(reading: AuditReading, group: string, value: object) {
  return Object.entries(value).map(([key, inner]) => {
    const item = `identity.${key}`
    const field = ofIdentity(reading, group) && optional(reading.t, item, '') !== '' ? item : key
    return {
      key,
      inner,
      name: nameOf(reading.t, field),
      word: auditValue(reading, field, inner),
      group: typeof inner === 'object' && inner !== null && !Array.isArray(inner),
    }
  })
}

/** What an entry keeps of one side, before or after: its fields with their names and words, and the values as they are kept. */
export function auditFields(reading: AuditReading, json: string | null) {
  return json === null ? [] : fieldsOf(reading, '', JSON.parse(json))
}

/** The same in one line. */
export function auditSide(reading: AuditReading, json: string | null): string {
  return json === null ? '' : auditValue(reading, '', JSON.parse(json))
}

/** A reason in words where it is one of our codes or of OAuth's; otherwise as somebody typed it. */
export function auditReason(reason: string | null, t: Say): string {
  return reason === null ? '' : first(t, [`reason.${reason}`, `refusal.${reason}`]) || reason
}

const nobodies = [
  'auditActor.unknown',
  'auditActor.provider',
  'auditActor.customer',
  'auditActor.staff',
  'auditActor.system',
] as const

/** Who acted: a name, or the word for the program and for whoever has none. Entries keep the Japanese one. */
export function auditActor(name: string, t: Say): string {
  const nobody = nobodies.find((key) => japanese(key) === name)
  return nobody ? t(nobody) : name
}

/** The name of each page of settings. */
export const settingNames = {
  institution: 'settings.institution',
  retention: 'menu.retention',
  requests: 'settings.requests',
  policy: 'settings.house',
  'policy.personal': 'settings.personal',
  'policy.business': 'settings.business',
  hours: 'settings.hours',
  registers: 'settings.registers',
} as const satisfies Record<string, MessageKey>

/** What an act of the program's own things was about, by the start of its name: settings, kinds of texts, classes of records. */
const settingWord = (t: Say, label: string): string =>
  label in settingNames ? t(settingNames[label as keyof typeof settingNames]) : label
const ownThings: Record<string, (t: Say, label: string) => string> = {
  'settings.': settingWord,
  'proposals.': settingWord,
  'retention.': (t, label) => optional(t, `retention.kind.${label}`, label),
  'texts.': (t, label) => {
    const [, kind = '', number = ''] = /^([\w-]+) 第(\d+)版$/.exec(label) ?? []
    const word = optional(t, `texts.kind.${kind}`, '')
    return word === '' ? label : `${word} ${t('texts.version', { number })}`
  },
}

/** What an entry is about: the name that the thing had, or the word of a thing of the program's own. */
export function auditTarget(
  { action, targetLabel }: { action: string; targetLabel: string | null },
  t: Say,
): string {
  const own = Object.keys(ownThings).find((start) => action.startsWith(start))
  return own && targetLabel !== null
    ? (ownThings[own]?.(t, targetLabel) ?? targetLabel)
    : (targetLabel ?? '')
}

/** The kept labels of the program's own things whose word, in either language, has this text in it: what a filter looks for. */
export function labelsNamed(text: string): string[] {
  const wanted = text.toLowerCase()
  return Object.entries(settingNames).flatMap(([label, key]) =>
    [sayIn('ja'), sayIn('en')].some((t) => t(key).toLowerCase().includes(wanted)) ? [label] : [],
  )
}

/** What is to be changed, and of whom: `API業者の登録を変更　家計簿ノート株式会社`. */
export function proposalSubject(t: Say, proposal: { action: string; targetLabel: string }): string {
  const { action } = proposal
  return `${optional(t, `action.${action}`, action)}　${auditTarget(proposal, t)}`
}
