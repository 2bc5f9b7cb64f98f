import * as z from 'zod'
import { Day } from './parse-date.ts'
import { type ProviderStatus, StatusCause, type Stop } from './provider-status.ts'

/** What is gone through with a provider over days or years: its 終了, or a 事故. */
export const CaseKind = z.enum(['ending', 'incident'])
export type CaseKind = z.infer<typeof CaseKind>

/**
 * How a step comes to be done. `hand`: somebody says so, with the day and the evidence; it can be said again, to tell more of
 * them or to correct. `status`: the change of the provider's status writes it. `file`: the file that is made writes it.
 * `publication`: nobody writes it; it is done while the newest publication does not list a provider that has ended.
 */
type Way = 'hand' | 'status' | 'file' | 'publication'

/** The steps of each, in the order in which they are worked through. */
export const caseSteps = {
  ending: {
    announced: 'hand',
    restricted: 'status',
    list: 'file',
    letters: 'file',
    sent: 'hand',
    ended: 'status',
    published: 'publication',
    contract: 'hand',
  },
  incident: {
    stopped: 'status',
    provider: 'hand',
    federation: 'hand',
    bureau: 'hand',
    commission: 'hand',
    list: 'file',
    customers: 'hand',
    resumed: 'status',
  },
} as const satisfies Record<CaseKind, Readonly<Record<string, Way>>>
export type CaseStep = { [Kind in CaseKind]: keyof (typeof caseSteps)[Kind] }[CaseKind]
export const CaseStep = z.enum([
  ...(Object.keys(caseSteps.ending) as [CaseStep]),
  ...(Object.keys(caseSteps.incident) as [CaseStep]).filter(
    (step) => !Object.hasOwn(caseSteps.ending, step),
  ),
])

export const stepsOf = (kind: CaseKind): CaseStep[] => Object.keys(caseSteps[kind]) as CaseStep[]
export const wayOf = (kind: CaseKind, step: CaseStep): Way | undefined =>
  (caseSteps[kind] as Partial<Record<CaseStep, Way>>)[step]

/** `not-needed` is said with a reason: no customer, nobody to be told. */
export const StepOutcome = z.enum(['done', 'not-needed'])
export type StepOutcome = z.infer<typeof StepOutcome>

/** The step that a change of status is; undefined where it is none. */
export function stepOfStatus(kind: CaseKind, to: ProviderStatus): CaseStep | undefined {
  if (kind === 'ending')
    return to === 'restricted' || to === 'ended'
      ? to
      : to === 'suspended'
        ? 'restricted'
        : undefined
  return to === 'active'
    ? 'resumed'
    : to === 'suspended' || to === 'restricted'
      ? 'stopped'
      : undefined
}

const words = (most: number) => z.string().trim().max(most)
const needed = (most: number) => words(most).min(1)

/** 終了: what is announced to customers, when, and by whom the business is taken over. */
export const EndingFacts = z
  .strictObject({
    cause: StatusCause,
    /** The day on which it is told, and the one on which every link ends; `YYYY-MM-DD`. */
    announcedOn: Day,
    endsOn: Day,
    /** Whoever takes over the business (合併・承継). No grant moves to it: customers consent anew. */
    successorId: z.number().int().positive().nullable(),
    /** A sentence of the house's own in the letters. */
    letterWords: words(400),
  })
  .refine(({ announcedOn, endsOn }) => announcedOn <= endsOn, {
    message: 'days-order',
    path: ['endsOn'],
  })
export type EndingFacts = z.infer<typeof EndingFacts>

export const IncidentCategory = z.enum([
  'leak',
  'unauthorised',
  'wrong-data',
  'keys',
  'outage',
  'conduct',
  'other',
])
export type IncidentCategory = z.infer<typeof IncidentCategory>

const Instant = z.number().int().positive()
/** 事故: what is known of it now. Times are epoch ms. */
export const IncidentFacts = z
  .strictObject({
    category: IncidentCategory,
    discoveredAt: Instant,
    /** From when and until when links were or may be concerned; null: not known, and still so. */
    from: Instant.nullable(),
    until: Instant.nullable(),
    summary: needed(1_000),
    /** What clerks say to a customer of the provider. */
    deskWords: words(400),
    conditions: words(400),
    /** The day on which the next report is due. */
    reportBy: Day.nullable(),
  })
  .refine(({ from, until }) => from === null || until === null || from <= until, {
    message: 'days-order',
    path: ['until'],
  })
export type IncidentFacts = z.infer<typeof IncidentFacts>

export const CaseFacts = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ending'), facts: EndingFacts }),
  z.strictObject({ kind: z.literal('incident'), facts: IncidentFacts }),
])
export type CaseFacts = z.infer<typeof CaseFacts>

/** As many letters as one file has. */
export const lettersInFile = 200

/** What an incident can stop at once, by one person. */
export const IncidentStop = z.enum(['suspended', 'restricted'] as const satisfies readonly Stop[])
export type IncidentStop = z.infer<typeof IncidentStop>

/** What somebody says of a step: when, to whom, with what. */
export const StepWords = z.strictObject({
  step: CaseStep,
  outcome: StepOutcome,
  at: Instant,
  /** Who was told, or through whom. */
  whom: words(100),
  note: words(500),
  evidence: words(300),
})
export type StepWords = z.infer<typeof StepWords>

/** How the newest publication stands with a provider: none was made yet, it lists the provider, or it does not. */
export const Listing = z.enum(['never', 'listed', 'off'])
export type Listing = z.infer<typeof Listing>

/**
 * Steps of which nothing is written yet, and the public list while it says otherwise: what stands between a case and its close.
 */
export const openSteps = (
  kind: CaseKind,
  written: readonly { step: CaseStep; outcome?: StepOutcome }[],
  world: { listing: Listing; ended: boolean } = { listing: 'never', ended: false },
): CaseStep[] =>
  stepsOf(kind).filter((step) =>
    wayOf(kind, step) === 'publication'
      ? !isOffList(written, step, world)
      : !written.some((one) => one.step === step),
  )

/** Where nothing was published through the program it is what somebody wrote; else as the newest publication says, whatever somebody wrote. */
const isOffList = (
  written: readonly { step: CaseStep; outcome?: StepOutcome }[],
  step: CaseStep,
  { listing, ended }: { listing: Listing; ended: boolean },
): boolean =>
  listing === 'never' ? written.some((one) => one.step === step) : listing === 'off' && ended
