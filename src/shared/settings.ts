import * as z from 'zod'
import type { Channel } from './grant.ts'
import { Day, MonthDay } from './parse-date.ts'
import { TimeOfDay } from './parse-time.ts'
import { parsePhone } from './phone.ts'
import { Retention } from './retention.ts'
import { isAboveClerk, Role } from './staff.ts'

/** The credit union as customers see it. */
export const Institution = z.strictObject({
  code: z
    .string()
    .transform((text) => text.normalize('NFKC').trim())
    .pipe(z.string().regex(/^\d{4}$/, { message: 'four-digits' })),
  name: z.string().trim().min(1).max(60),
  phone: z
    .string()
    .trim()
    .max(60)
    .refine((text) => text === '' || parsePhone(text) !== undefined, { message: 'phone' })
    .transform((text) => parsePhone(text) ?? text),
  /** When it is answered, as customers read it: 平日 9:00〜17:00. */
  phoneHours: z.string().trim().max(60).default(''),
})
export type Institution = z.infer<typeof Institution>

const UnattendedPerDay = z.number().int().min(1).max(1_000_000)
const CallsPerMinute = z.number().int().min(1).max(1_000_000)

/** Numbers that each credit union sets for itself (R103). Units are in the names. */
export const Policy = z.strictObject({
  wrongEntriesPerSource: z.number().int().min(5).max(1000).default(50),
  /** How many may be under way at once; what comes beyond is refused, and nobody is put out for it. */
  walksPerLink: z.number().int().min(1).max(1000).default(10),
  walksPerAddress: z.number().int().min(2).max(10_000).default(100),
  walksPerProvider: z.number().int().min(10).max(50_000).default(2_000),
  walksAtOnce: z.number().int().min(10).max(50_000).default(4_000),
  signInsPerAddress: z.number().int().min(1).max(1_000).default(10),
  signInsAtOnce: z.number().int().min(2).max(1_000).default(200),
  interactionMinutes: z.number().int().min(2).max(60).default(10),
  staffIdleMinutes: z.number().int().min(1).max(120).default(10),
  /** Links that a file of 出来事 would end, from which on a second person must agree. */
  eventsNeedTwoFrom: z.number().int().min(1).max(1_000_000).default(20),
  /** For how many days whoever's account somebody made or opened anew does not decide what that person asks for. */
  tiedDays: z.number().int().min(1).max(365).default(30),
  /** Months after which the standards and the registration of a provider are looked at again (R9). */
  recheckMonths: z.number().int().min(1).max(60).default(12),
  /** From which age on the data of balances and 明細 are marked as old. */
  dataOldHours: z.number().int().min(1).max(1_000).default(48),
  /** A step of the machine's clock by more than this stops what ends by the clock, until somebody says that it is true. */
  clockStepMinutes: z.number().int().min(1).max(1_440).default(60),
  staffWrongPasswords: z.number().int().min(3).max(20).default(5),
  /** Calls of one link on one day of Japan that name no customer as present; what comes beyond is told 429. */
  unattendedPerDay: UnattendedPerDay.default(2_000),
  /** Data calls of one provider in one minute, with a customer or without. */
  callsPerMinute: CallsPerMinute.default(3_000),
})
export type Policy = z.infer<typeof Policy>

/** When P3 is asked: for what the customer never used before, always, or never. */
export const RiskRule = z.enum(['unfamiliar', 'always', 'never'])

/** A customer whom the rule asks and who has no 合言葉: goes on without P3, or is told to have them set at the branch. */
export const WithoutQuestion = z.enum(['go-on', 'refuse'])

/** What a provider is told of a customer whom staff have stopped: both are answers of RFC 6749 §4.1.2.1. */
export const StoppedAnswer = z.enum(['access_denied', 'temporarily_unavailable'])

const common = {
  accessTokenSeconds: z.number().int().min(60).max(3600).default(600),
  wrongEntriesBeforeLock: z.number().int().min(1).max(20).default(5),
  wrongEntriesAtAll: z.number().int().min(5).max(1000).default(100),
  supersedeFormerGrant: z.boolean().default(true),
  riskRule: RiskRule.default('unfamiliar'),
  withoutQuestion: WithoutQuestion.default('go-on'),
  stoppedAnswer: StoppedAnswer.default('access_denied'),
  digitsAsked: z.number().int().min(1).max(6).default(3),
}
const ValidityDays = z.number().int().min(1).max(366)

/** One channel's policy. A validity of null means that nobody has set one: the channel then cannot be used (R37). */
export const ChannelPolicy = z.strictObject({ validityDays: ValidityDays.nullable(), ...common })
export type ChannelPolicy = z.infer<typeof ChannelPolicy>

const PersonalPolicy = z.strictObject({
  validityDays: ValidityDays.nullable().default(90),
  ...common,
})
const BusinessPolicy = z.strictObject({
  validityDays: ValidityDays.nullable().default(null),
  ...common,
})

/** Where the contract with one provider differs; null follows the channel, or the house. */
export const ProviderPolicy = z.strictObject({
  personalValidityDays: ValidityDays.nullable().default(null),
  businessValidityDays: ValidityDays.nullable().default(null),
  accessTokenSeconds: common.accessTokenSeconds.unwrap().nullable().default(null),
  unattendedPerDay: UnattendedPerDay.nullable().default(null),
  callsPerMinute: CallsPerMinute.nullable().default(null),
})
export type ProviderPolicy = z.infer<typeof ProviderPolicy>

const Window = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay })
  .refine((window) => window.from < window.to, { message: 'window-order', path: ['to'] })
/** Service hours of one inquiry in Japan's time: weekdays, and Saturdays, Sundays and holidays (R44). */
const InquiryHours = z.strictObject({ weekday: Window, holiday: Window })

/** R44. Inactive as shipped; the hours are an example, of a credit union that publishes its own. */
export const ServiceHours = z.strictObject({
  active: z.boolean().default(false),
  balance: InquiryHours.default({
    weekday: { from: '00:00', to: '24:00' },
    holiday: { from: '00:00', to: '24:00' },
  }),
  transactions: InquiryHours.default({
    weekday: { from: '08:00', to: '23:45' },
    holiday: { from: '09:00', to: '17:00' },
  }),
  /** Every year, `MM-DD`: no service at all. */
  closedDays: z.array(MonthDay).max(60).default(['01-01', '01-02', '01-03']),
  /** `YYYY-MM-DD`: the hours of a holiday on further days than those of the law. */
  holidays: z.array(Day).max(400).default([]),
})
export type ServiceHours = z.infer<typeof ServiceHours>

const ItemUse = z.enum(['off', 'optional', 'mandatory'])
const identityItems = {
  name: ItemUse.default('mandatory'),
  'birth-date': ItemUse.default('mandatory'),
  address: ItemUse.default('optional'),
  phone: ItemUse.default('optional'),
  account: ItemUse.default('optional'),
  transaction: ItemUse.default('optional'),
  'call-back': ItemUse.default('optional'),
}
/** How requests are taken: which identity check, and when a second person must approve (R45–R53). */
export const RequestPolicy = z
  .strictObject({
    /** R48: what is asked on the telephone. */
    identityItems: z.strictObject(identityItems).default({
      name: 'mandatory',
      'birth-date': 'mandatory',
      address: 'optional',
      phone: 'optional',
      account: 'optional',
      transaction: 'optional',
      'call-back': 'optional',
    }),
    /** How many items must agree, the mandatory ones included. */
    identityMinimum: z.number().int().min(1).max(7).default(3),
    /** Wrong answers to one item of a customer on one day, after which it is asked no more on that day. */
    identityTries: z.number().int().min(1).max(10).default(3),
    /** A call is over this long after the last act in its request; its identity check with it. */
    callMinutes: z.number().int().min(3).max(60).default(15),
    /** Searches of one person in an hour, and those that showed one customer, above which an officer is told. */
    searchesPerHour: z.number().int().min(10).max(10_000).default(300),
    searchesPerCustomer: z.number().int().min(3).max(1_000).default(30),
    /** A telephone number changed within this many days needs an approval (R51). */
    phoneChangedDays: z.number().int().min(0).max(365).default(30),
    /** Customers of other branches only with a reason (R89). */
    ownBranchOnly: z.boolean().default(false),
    /** By when an emergency stop must have its 検印 (R53). */
    businessDayEnds: TimeOfDay.refine((time) => time < '24:00', { message: 'time' }).default(
      '17:00',
    ),
    /** After this idle time the password is asked again before anything ends (U29). */
    reauthenticateMinutes: z.number().int().min(1).max(60).default(5),
    /** Roles that sign in with a code of their authenticator too (RFC 6238). */
    secondFactorRoles: z
      .array(Role)
      .max(Role.options.length)
      .default(() => Role.options.filter(isAboveClerk)),
  })
  .refine(
    (policy) =>
      Object.values(policy.identityItems).filter((use) => use !== 'off').length >=
      policy.identityMinimum,
    { path: ['identityMinimum'], message: 'identity-minimum' },
  )
export type RequestPolicy = z.infer<typeof RequestPolicy>

/** An office, or the kind in brackets, of a registration number: as printed, without what separates them. */
const PartOfNumber = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/\s/g, ''))
  .pipe(z.string().regex(/^[^()第]{1,30}$/, { message: 'number-part' }))
const parts = (defaults: string[]) =>
  z
    .array(PartOfNumber)
    .min(1)
    .max(60)
    .transform((all) => [...new Set(all)])
    .default(defaults)

/**
 * Who registers 電子決済等代行業者, and as what (R2). The offices are those of the law as it stands; what the 信用組合 variant is called on the
 * register is not known to us, so that an administrator adds it as it is printed (電代 is also the number of みなし業者).
 */
export const Registers = z.strictObject({
  offices: parts([
    ...['北海道財務局長', '東北財務局長', '関東財務局長', '東海財務局長', '北陸財務局長'],
    ...['近畿財務局長', '中国財務局長', '四国財務局長', '九州財務局長'],
    ...['福岡財務支局長', '沖縄総合事務局長'],
  ]),
  kinds: parts(['電代']),
})
export type Registers = z.infer<typeof Registers>

export const settings = {
  institution: Institution,
  retention: Retention,
  requests: RequestPolicy,
  policy: Policy,
  'policy.personal': PersonalPolicy,
  'policy.business': BusinessPolicy,
  hours: ServiceHours,
  registers: Registers,
} as const
export type SettingKey = keyof typeof settings

export const policyKey = {
  personal: 'policy.personal',
  business: 'policy.business',
} as const satisfies Record<Channel, SettingKey>
