import type { Channel, Requester } from './grant.ts'
import { type Paper, papers } from './papers.ts'
import type {
  ActKind,
  ActScopeKind,
  Approval,
  IdentityItem,
  IdentityResult,
  StaffRequestChannel,
} from './request.ts'

/** Whom a request is about: a person, a company, or all grants of an API provider. */
export type Subject = Channel | 'provider'

/** One way to know who asks. All of it must hold. */
interface Way {
  /** The items that the settings make mandatory, and as many as they ask for. */
  settings: boolean
  /** Items that must agree whatever the settings say. */
  all: readonly IdentityItem[]
  /** One of these must agree or was seen. */
  oneOf: readonly (IdentityItem | Paper)[]
  /** Papers that prove a person: one with a photograph counts two at the counter, any other one. */
  papers: 0 | 2
}

/**
 * `many`: before an act that reaches everything, after a recent change of telephone, or where who took the request could have
 * given the answers (decision 0037). `before`, `after`: always.
 */
export type Second = 'none' | 'many' | 'before' | 'after'

/** What holds for a request by its channel, who asks and whom it is about. */
export interface RequestRule {
  /** Any of the ways will do; none: this requester is never let further. `nobody`: nobody asks, so nobody is checked. */
  ways: readonly Way[] | 'nobody'
  /** What is shown once the check is met. */
  sees: 'all' | 'masked'
  /** What may be done, and who must agree besides. All but 緊急停止 wait for the check. */
  acts: Readonly<Partial<Record<ActKind, Second>>>
  /** What else the check opens: a locked sign-in, 合言葉. */
  opens: readonly ('unlock' | 'questions')[]
  /** The call whose roles may begin it. */
  begins: 'requests.open' | 'requests.decide' | 'providers.update'
  /** The 受付票 needs the name of who asks. */
  named: boolean
  /** A second person looks at it the same day: the engine has compared nothing itself. */
  secondLook: boolean
}

const none = { settings: false, all: [], oneOf: [], papers: 0 } as const
const knows: Way = { ...none, settings: true }
/** Name, founding day and telephone of a company are public: who calls is one of its users, and knows what is not. */
const companyKnows: Way = {
  ...knows,
  all: ['contact'],
  oneOf: ['account', 'transaction', 'call-back'],
}
const shows: Way = { ...none, papers: 2 }
const companyShows: Way = {
  ...shows,
  oneOf: ['contact', 'mandate', 'company-register', 'employee-card'],
}
const agentShows: Way = { ...shows, oneOf: ['mandate', 'guardianship'] }
const heirShows: Way = { ...shows, oneOf: ['family-register'] }
const otherShows: Way = { ...shows, oneOf: ['court', 'family-register', 'guardianship'] }

const own = { revoke: 'many', emergency: 'after', hold: 'none' } as const
const forAnother = { revoke: 'before', emergency: 'after', hold: 'none', resume: 'before' } as const
const principal: Omit<RequestRule, 'ways'> = {
  sees: 'all',
  acts: { ...own, resume: 'before' },
  opens: ['unlock'],
  begins: 'requests.open',
  named: false,
  secondLook: false,
}
/** There is no telephone path to a resumption (R54). */
const caller: RequestRule = { ...principal, acts: own, ways: [knows] }
const companyCaller: RequestRule = { ...caller, ways: [companyKnows], named: true }
/** Who speaks for another by telephone can have everything stopped and is told which paper is needed (R52). */
const stopsOnly: RequestRule = {
  ways: [],
  sees: 'masked',
  acts: { emergency: 'after' },
  opens: [],
  begins: 'requests.open',
  named: true,
  secondLook: false,
}
/** What can no longer be begun. */
export const closedRule: RequestRule = { ...stopsOnly, acts: {} }
const visitor: RequestRule = {
  ...principal,
  ways: [shows, knows],
  opens: ['unlock', 'questions'],
  secondLook: true,
}
const companyVisitor: RequestRule = {
  ...principal,
  ways: [companyShows, companyKnows],
  named: true,
  secondLook: true,
}
const speaksFor = (way: Way): RequestRule => ({
  ...principal,
  ways: [way],
  acts: forAnother,
  opens: [],
  named: true,
  secondLook: true,
})
const writer: RequestRule = { ...principal, ways: [shows], secondLook: true }
const companyWriter: RequestRule = {
  ...principal,
  ways: [companyShows],
  named: true,
  secondLook: true,
}
const nobody: RequestRule = {
  ways: 'nobody',
  sees: 'all',
  acts: forAnother,
  opens: [],
  begins: 'requests.decide',
  named: false,
  secondLook: false,
}
const ofProvider: RequestRule = {
  ...nobody,
  acts: { revoke: 'before' },
  begins: 'providers.update',
}

const papersFor = {
  agent: { personal: speaksFor(agentShows), business: speaksFor(agentShows) },
  heir: { personal: speaksFor(heirShows) },
  other: { personal: speaksFor(otherShows), business: speaksFor(otherShows) },
}

/**
 * Who may ask for what, how they are known, and who must agree (R45–R54): the one table that engine, window, help and test
 * read. What is not in it cannot be begun: nobody is the contact of a person, and a company has no 本人.
 */
const table: Record<
  StaffRequestChannel,
  Partial<Record<Requester, Partial<Record<Subject, RequestRule>>>>
> = {
  phone: {
    self: { personal: caller },
    'company-contact': { business: companyCaller },
    agent: { personal: stopsOnly, business: stopsOnly },
    heir: { personal: stopsOnly },
    other: { personal: stopsOnly, business: stopsOnly },
  },
  branch: {
    self: { personal: visitor },
    'company-contact': { business: companyVisitor },
    ...papersFor,
  },
  letter: {
    self: { personal: writer },
    'company-contact': { business: companyWriter },
    ...papersFor,
  },
  institution: { institution: { personal: nobody, business: nobody, provider: ofProvider } },
  'provider-notice': { provider: { personal: nobody, business: nobody, provider: ofProvider } },
}

/** The rule of a request; undefined where nobody can ask in that way. */
export function ruleOf(
  requestChannel: StaffRequestChannel,
  requester: Requester,
  subject: Subject,
): RequestRule | undefined {
  return table[requestChannel][requester]?.[subject]
}

/** Who can ask by a channel about a person, a company or a provider, in the table's order. */
export function requestersFor(requestChannel: StaffRequestChannel, subject: Subject): Requester[] {
  return Object.entries(table[requestChannel]).flatMap(([requester, by]) =>
    by[subject] ? [requester as Requester] : [],
  )
}

export type ItemUse = 'off' | 'optional' | 'mandatory'
/** What the settings say of the items that are asked. */
export interface IdentitySettings {
  identityItems: Record<Exclude<IdentityItem, 'document' | 'contact'>, ItemUse>
  identityMinimum: number
}

/** The items that are asked by a rule, and whether they must agree in each of its ways. */
export function itemsOf(
  rule: RequestRule,
  { identityItems }: IdentitySettings,
): { item: IdentityItem; use: 'optional' | 'mandatory' }[] {
  if (rule.ways === 'nobody') return []
  const { ways } = rule
  const asked = new Map<IdentityItem, 'optional' | 'mandatory'>()
  const only = ways.length === 1
  for (const way of ways) {
    if (way.papers > 0) asked.set('document', only ? 'mandatory' : 'optional')
    for (const item of way.all) asked.set(item, only ? 'mandatory' : 'optional')
    if (way.oneOf.includes('contact') && !asked.has('contact')) asked.set('contact', 'optional')
    if (way.settings)
      for (const [item, use] of Object.entries(identityItems))
        if (use !== 'off') asked.set(item as IdentityItem, only ? use : 'optional')
  }
  // What must agree comes first, then what one of must, so that a caller is known after the fewest fields.
  const proves = new Set<string>(only ? ways[0]?.oneOf : [])
  const rank = ({ item, use }: { item: IdentityItem; use: string }): number =>
    use === 'mandatory' ? 0 : proves.has(item) && item !== 'call-back' ? 1 : 2
  return [...asked]
    .map(([item, use]) => ({ item, use }))
    .sort((a, b) => (only ? rank(a) - rank(b) : 0))
}

/** The kinds of papers that a rule takes. */
export function papersOf(rule: RequestRule): Paper[] {
  if (rule.ways === 'nobody') return []
  const also = rule.ways.flatMap(({ oneOf }) => oneOf)
  const takes = rule.ways.some((way) => way.papers > 0)
  return (Object.keys(papers) as Paper[]).filter(
    (paper) => takes && (papers[paper].person || also.includes(paper)),
  )
}

/** How much the papers that were seen prove of the person; by letter no face is compared. */
export function paperPoints(requestChannel: StaffRequestChannel, seen: readonly Paper[]): number {
  return [...new Set(seen)]
    .filter((paper) => papers[paper].person)
    .reduce((sum, paper) => sum + (papers[paper].photo && requestChannel !== 'letter' ? 2 : 1), 0)
}

/** Whether who asks is known (R48), from what agreed and the papers that were seen. */
export function isIdentityMet(
  requestChannel: StaffRequestChannel,
  rule: RequestRule,
  results: Partial<Record<IdentityItem, IdentityResult>>,
  seen: readonly Paper[],
  { identityItems, identityMinimum }: IdentitySettings,
): boolean {
  if (rule.ways === 'nobody') return true
  const agrees = (item: string): boolean => results[item as IdentityItem] === 'match'
  const used = Object.entries(identityItems).filter(([, use]) => use !== 'off')
  return rule.ways.some(
    (way) =>
      way.all.every(agrees) &&
      (way.oneOf.length === 0 ||
        way.oneOf.some((one) => agrees(one) || (seen as readonly string[]).includes(one))) &&
      paperPoints(requestChannel, seen) >= way.papers &&
      (!way.settings ||
        (used.every(([item, use]) => use !== 'mandatory' || agrees(item)) &&
          [...used.map(([item]) => item), ...way.all].filter(agrees).length >= identityMinimum)),
  )
}

/**
 * Whether who asks can still become known: if all that can still be answered agreed and all papers that can still be taken were
 * seen. The number to call back is shown once something agrees.
 */
export function canBeMet(
  requestChannel: StaffRequestChannel,
  rule: RequestRule,
  rows: readonly { item: IdentityItem; agrees: boolean; open: boolean }[],
  seen: readonly Paper[],
  settings: IdentitySettings,
): boolean {
  const could = (item: IdentityItem): boolean =>
    rows.some((row) => row.item === item && (row.agrees || row.open))
  const any = rows.some(({ item }) => item !== 'call-back' && could(item))
  const results: Partial<Record<IdentityItem, IdentityResult>> = {}
  for (const { item } of rows)
    if (could(item) && (item !== 'call-back' || any)) results[item] = 'match'
  const all = rows.some((row) => row.item === 'document' && row.open) ? papersOf(rule) : seen
  return isIdentityMet(requestChannel, rule, results, all, settings)
}

/**
 * Whether a second person must agree to an act (R45, R51–R54). A hold that ends the grants when its days are over ends them,
 * and is agreed to like their end.
 */
export function approvalFor(
  rule: RequestRule,
  act: { kind: ActKind; scope: ActScopeKind; afterwards: 'resume' | 'end' | null },
  /** The telephone was changed lately, or who took the request could have given the answers. */
  doubtful: boolean,
): Approval {
  const ends = act.kind === 'hold' && act.afterwards === 'end'
  const second = rule.acts[ends ? 'revoke' : act.kind] ?? 'before'
  if (second !== 'many') return second
  const many = act.scope === 'customer' || act.scope === 'provider'
  return many || doubtful ? 'before' : 'none'
}
