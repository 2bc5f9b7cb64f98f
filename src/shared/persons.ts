import type { CallName } from './contract/may.ts'
import type { SettingKey } from './settings.ts'
import type { Role } from './staff.ts'

/**
 * By how many persons something is changed. `one`: alone. `stop`: alone too, since it only stops or takes away. `second`:
 * somebody else, of these roles, agrees first.
 */
export type Rule = 'one' | 'stop' | { readonly second: readonly Role[] }
/**
 * `reads`: changes nothing. `agrees`: is itself the word of the second person. `by-request`: by who asks for whom
 * (`approvalFor` in request-rules.ts). Otherwise by what is changed.
 */
type Row = Rule | 'reads' | 'agrees' | 'by-request' | Readonly<Record<string, Rule>>

const headOffice = { second: ['hq-admin'] } as const
const managers = { second: ['hq-admin', 'sysadmin'] } as const

/**
 * Every call of the contract, and by how many persons it changes what it changes (R14): the one place that decides it. The
 * engine follows it, the window says it before the act, and a test goes through every cell. A call that nobody has decided
 * does not compile.
 */
export const persons = {
  'audit.about': 'reads',
  'audit.list': 'reads',
  'audit.verify': 'reads',
  'backups.run': 'one',
  'connectionTest.endLinks': 'stop',
  'connectionTest.find': 'reads',
  /** Another person checks it on the ledger. */
  'connectionTest.record': 'one',
  'cases.close': 'one',
  'cases.customers': 'reads',
  'cases.find': 'reads',
  'cases.letters': 'reads',
  'cases.list': 'reads',
  'cases.note': 'one',
  /** An incident can stop its provider with it, as one may. */
  'cases.open': 'one',
  'cases.save': 'one',
  'customers.find': 'reads',
  'customers.list': 'reads',
  'customers.recent': 'reads',
  'customers.search': 'reads',
  'customers.setConsent': {
    /** Fewer of the company's users may consent. */
    narrow: 'stop',
    /** More of them, or any: each could link the company's accounts. */
    widen: headOffice,
  },
  'customers.setQuestions': 'one',
  'files.audit': 'reads',
  'files.cancel': 'one',
  'files.customers': 'reads',
  'files.grants': 'reads',
  'files.job': 'reads',
  'files.providers': 'reads',
  'files.provisions': 'reads',
  'files.provisionsFile': 'reads',
  'files.provisionsPaper': 'reads',
  'files.requests': 'reads',
  'grants.evidence': 'reads',
  'grants.list': 'reads',
  'grants.proof': 'reads',
  'grants.timeline': 'reads',
  'imports.accept': {
    /** Branches, accounts, balances, transactions, and 出来事 that only stop a few links. */
    plain: 'one',
    /** Who customers are and what they sign in with, and whoever was stopped and could link again. */
    people: managers,
    /** 出来事 that end many links. */
    ends: managers,
  },
  'imports.add': 'one',
  'imports.begin': 'one',
  'imports.cancel': 'stop',
  'imports.current': 'reads',
  'imports.list': 'reads',
  'imports.overview': 'reads',
  'imports.problems': 'reads',
  'imports.status': 'reads',
  'ledger.attach': 'one',
  'ledger.calendar': 'reads',
  /** Whoever agrees to an item is another than who entered it. */
  'ledger.check': 'agrees',
  'ledger.due': 'reads',
  'ledger.file': 'reads',
  'ledger.find': 'reads',
  'ledger.importChecklist': 'one',
  /** What is on it may stand before an activation. */
  'ledger.remove': { entry: headOffice },
  'ledger.save': 'one',
  'ledger.send': 'one',
  'preview.make': 'reads',
  'proposals.decide': 'agrees',
  'proposals.list': 'reads',
  'proposals.outcome': 'reads',
  'proposals.refused': 'reads',
  'proposals.withdraw': 'stop',
  'providers.changeStatus': {
    /** 審査に進める, 承認待ちにする, 下書きに戻す: nothing is open to the provider yet. */
    prepare: 'one',
    activate: headOffice,
    resume: headOffice,
    suspend: 'stop',
    /** 新規停止: links that live go on. */
    restrict: 'stop',
    /** 終了, final: it ends every link, whatever state the provider was in. */
    end: headOffice,
  },
  'providers.create': 'one',
  /** A draft goes with its ledger: what others have entered or checked there goes by two. */
  'providers.discard': { own: 'one', shared: headOffice },
  'providers.update': {
    /** Not active yet: whoever agrees to the activation sees all of it. */
    inactive: 'one',
    /** What no customer sees or is told and no request is judged by: the reading. */
    note: 'one',
    /** Lower numbers than its contract has, and nothing else: it only takes away. */
    limits: 'stop',
    registration: headOffice,
  },
  /** Nothing is changed on the day. */
  'providers.withdrawChange': 'stop',
  'providers.find': 'reads',
  /** It tells what is registered, and changes nothing of it. */
  'providers.notice': 'one',
  'providers.list': 'reads',
  'providers.readKeys': 'reads',
  'providers.readKeysAt': 'reads',
  'publication.file': 'reads',
  'publication.find': 'reads',
  /** Nothing in it is written by whoever publishes it, and each clause has been checked by another (decision 0046). */
  'publication.publish': 'one',
  'publication.standing': 'reads',
  'requests.act': 'by-request',
  'requests.callBackNumber': 'reads',
  'requests.close': 'one',
  'requests.calls': 'reads',
  'requests.compare': 'one',
  'requests.correct': 'one',
  'requests.counts': 'reads',
  'requests.decide': 'agrees',
  'requests.describe': 'one',
  'requests.find': 'reads',
  'requests.follow': 'one',
  'requests.identityItems': 'reads',
  'requests.list': 'reads',
  'requests.look': 'agrees',
  'requests.noteIdentity': 'one',
  'requests.open': 'one',
  'requests.printSlip': 'one',
  'requests.reach': 'reads',
  'requests.unlock': 'one',
  'retention.decide': 'agrees',
  'retention.overview': 'reads',
  'retention.propose': 'one',
  'settings.find': 'reads',
  'settings.save': {
    /** Name, telephone and hours, before any provider has been active: no customer sees them yet. */
    firstHouse: 'one',
    /** Afterwards they are what customers read, and where they call. */
    house: headOffice,
    desk: headOffice,
    /** Which offices register: each number itself is entered by two. */
    lists: 'one',
    validity: headOffice,
    retention: headOffice,
  },
  'setup.missing': 'reads',
  'setup.run': 'one',
  'setup.status': 'reads',
  'staff.beginSecondFactor': 'one',
  'staff.changePassword': 'one',
  'staff.confirmSecondFactor': 'one',
  /** `first`: of the second administrator of a new house, by the only one there is (decision 0031). */
  'staff.create': { clerk: 'one', first: 'one', above: managers },
  'staff.enrol': 'one',
  'staff.list': 'reads',
  'staff.lock': 'stop',
  'staff.me': 'reads',
  'staff.reenrol': { clerk: 'one', first: 'one', above: managers },
  'staff.signIn': 'one',
  'staff.signOut': 'stop',
  'staff.stay': 'reads',
  'staff.unlock': 'one',
  'staff.update': { clerk: 'one', close: 'stop', above: managers },
  'system.confirmClock': 'one',
  /** 全体停止: no provider is served; another person looks at it afterwards. */
  'system.halt': 'stop',
  'system.lookAtHalt': 'agrees',
  'system.resume': { resume: managers },
  'system.status': 'reads',
  'system.watch': 'reads',
  'texts.approve': 'agrees',
  'texts.discard': 'stop',
  'texts.find': 'reads',
  'texts.list': 'reads',
  'texts.save': 'one',
  'traffic.bursts': 'reads',
  'traffic.nearLimits': 'reads',
  'traffic.series': 'reads',
  'views.list': 'reads',
  'views.remove': 'one',
  'views.save': 'one',
  'work.drafts': 'reads',
  /** What one types oneself, and whether one's own act was made. */
  'work.keep': 'one',
  'work.settle': 'one',
} as const satisfies Record<CallName, Row>

type Table = typeof persons
/** Calls of which something takes two persons. */
export type ProposedCall = {
  [Call in CallName]: Table[Call] extends string ? never : Call
}[CallName]
/** What may be changed by such a call. */
export type CaseOf<Call extends ProposedCall> = keyof Table[Call] & string

/** Who may be the second person; null where none is needed. */
export function secondFor<Call extends ProposedCall>(
  call: Call,
  what: CaseOf<Call>,
): readonly Role[] | null {
  const rule = (persons[call] as Readonly<Record<string, Rule>>)[what]
  return typeof rule === 'object' ? rule.second : null
}

/** What each page of settings is, by the table, once a provider has been active. */
export const settingCase = {
  institution: 'house',
  hours: 'house',
  requests: 'desk',
  policy: 'desk',
  'policy.personal': 'validity',
  'policy.business': 'validity',
  retention: 'retention',
  registers: 'lists',
} as const satisfies Record<SettingKey, CaseOf<'settings.save'>>
