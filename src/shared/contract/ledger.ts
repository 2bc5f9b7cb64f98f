import * as z from 'zod'
import { LedgerItem, LedgerNote, LedgerValue } from '../ledger.ts'
import { Day } from '../parse-date.ts'
import { call, headOffice, Id, Outcome, providerReaders } from './base.ts'

export const LedgerEntryView = z.object({
  item: z.string(),
  title: z.string(),
  value: z.string(),
  note: z.string(),
  evidence: z.string(),
  owner: z.string(),
  dueOn: z.string().nullable(),
  version: z.number(),
  enteredByName: z.string(),
  enteredAt: z.number(),
  checkedByName: z.string().nullable(),
  checkedAt: z.number().nullable(),
  /** The person who looks has entered it, and so does not check it. */
  mine: z.boolean(),
})
export type LedgerEntryView = z.infer<typeof LedgerEntryView>

export const Ledger = z.object({
  provider: z.object({ id: z.number(), name: z.string(), status: z.string() }),
  entries: z.array(LedgerEntryView),
  /** What stands between the provider and its 有効化. */
  missing: z.array(z.object({ item: z.string(), lack: z.enum(['empty', 'unchecked', 'refused']) })),
  /** Practice mode: a provider may be active without it. */
  practice: z.boolean(),
})
export type Ledger = z.infer<typeof Ledger>

/** Items as they were shown. */
const AsShown = z.strictObject({
  providerId: Id,
  items: z
    .array(z.strictObject({ item: LedgerItem, version: z.number().int() }))
    .min(1)
    .max(600),
})

export const ledger = {
  find: call({ roles: providerReaders })
    .input(z.strictObject({ providerId: Id }))
    .output(Ledger),
  save: call({ roles: headOffice, act: true })
    .input(
      z.strictObject({
        providerId: Id,
        item: LedgerItem,
        version: z.number().int().min(0),
        value: LedgerValue,
        note: LedgerNote,
        evidence: LedgerNote,
        owner: z.string().trim().max(60),
        dueOn: Day.nullable(),
      }),
    )
    .output(z.null()),
  check: call({ roles: headOffice, act: true }).input(AsShown).output(z.null()),
  remove: call({ roles: headOffice, act: true }).input(AsShown).output(Outcome),
  importChecklist: call({ roles: headOffice, act: true })
    .input(z.strictObject({ providerId: Id, csv: z.string().max(400_000) }))
    .output(z.object({ written: z.number() })),
}
