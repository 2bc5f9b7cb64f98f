import * as z from 'zod'
import {
  CaseFacts,
  CaseKind,
  CaseStep,
  EndingFacts,
  IncidentFacts,
  IncidentStop,
  Listing,
  StepOutcome,
  StepWords,
} from '../provider-case.ts'
import { ProviderStatus } from '../provider-status.ts'
import { call, headOffice, Id, providerReaders } from './base.ts'
import { CsvAnswer } from './files.ts'

export const CaseSummary = z.object({
  id: z.number(),
  providerId: z.number(),
  provider: z.string(),
  kind: CaseKind,
  openedAt: z.number(),
  openedByName: z.string(),
  closedAs: z.enum(['done', 'called-off']).nullable(),
  closedAt: z.number().nullable(),
  closedByName: z.string().nullable(),
  closedNote: z.string().nullable(),
  version: z.number(),
  /** Steps of which nothing is written yet, and the public list while it says otherwise. */
  openSteps: z.array(CaseStep),
  /** It has ended, and the newest publication still lists it. */
  stillListed: z.boolean(),
})
export type CaseSummary = z.infer<typeof CaseSummary>

const Named = z.object({ id: z.number(), name: z.string() })
const More = CaseSummary.extend({
  status: ProviderStatus,
  statusAt: z.number(),
  providerVersion: z.number(),
  liveGrants: z.number(),
  successor: Named.nullable(),
  /** What the newest publication says of the provider, or the first one since it ended. */
  listing: z.object({ state: Listing, at: z.number().nullable(), byName: z.string() }),
  steps: z.array(
    z.object({
      step: CaseStep,
      outcome: StepOutcome,
      at: z.number(),
      whom: z.string(),
      note: z.string(),
      evidence: z.string(),
      staffName: z.string(),
      enteredAt: z.number(),
    }),
  ),
})
export const ProviderCaseView = z.discriminatedUnion('kind', [
  More.extend({
    kind: z.literal('ending'),
    facts: EndingFacts,
    letters: z.object({
      made: z.number(),
      /** Customers concerned who have none yet. */
      left: z.number(),
      files: z.array(
        z.object({
          id: z.number(),
          /** Letters of the case, from 1 on. */
          ...{ first: z.number(), last: z.number() },
          ...{ madeAt: z.number(), madeByName: z.string() },
        }),
      ),
    }),
  }),
  More.extend({ kind: z.literal('incident'), facts: IncidentFacts }),
])
export type ProviderCaseView = z.infer<typeof ProviderCaseView>

const Note = z.string().trim().max(500)

export const cases = {
  /** Of one provider, the newest first, with those whose business it takes over; or all that are under way. */
  list: call({ roles: providerReaders })
    .input(z.strictObject({ providerId: Id.nullable() }))
    .output(z.object({ rows: z.array(CaseSummary), predecessors: z.array(Named) })),
  find: call({ roles: providerReaders })
    .input(z.strictObject({ id: Id }))
    .output(ProviderCaseView),
  open: call({ roles: headOffice, act: true })
    .input(z.strictObject({ providerId: Id, form: CaseFacts, stop: IncidentStop.nullable() }))
    .output(z.object({ id: z.number() })),
  save: call({ roles: headOffice, act: true })
    .input(z.strictObject({ id: Id, version: z.number().int(), form: CaseFacts }))
    .output(z.null()),
  note: call({ roles: headOffice, act: true })
    .input(StepWords.extend({ id: Id }))
    .output(z.null()),
  close: call({ roles: headOffice, act: true })
    .input(
      z.strictObject({
        id: Id,
        version: z.number().int(),
        as: z.enum(['done', 'called-off']),
        note: Note,
      }),
    )
    .output(z.null()),
  /** The customers concerned, with where to reach them. */
  customers: call({ roles: headOffice })
    .input(z.strictObject({ id: Id, encoding: z.enum(['utf-8', 'cp932']), replace: z.boolean() }))
    .output(CsvAnswer),
  /**
   * The next file of letters, as a PDF in base64 (null: nobody is left), or one that was made (`again`, its id) once more. `seen`:
   * how many were made, as the window knows it.
   */
  letters: call({ roles: headOffice })
    .input(z.strictObject({ id: Id, seen: z.number().int().min(0), again: Id.nullable() }))
    .output(
      z.object({
        pdf: z.string().nullable(),
        fileName: z.string(),
        ...{ first: z.number(), last: z.number(), total: z.number() },
        /** How many letters stand in it: fewer than when it was made first, where links have ended otherwise meanwhile. */
        rows: z.number(),
      }),
    ),
}
