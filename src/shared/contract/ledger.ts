import * as z from 'zod'
import { EvidenceName, LedgerItem, LedgerNote, LedgerValue, lacks } from '../ledger.ts'
import { DueKind, Standing } from '../ledger-due.ts'
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
  /** Evidence, oldest first. */
  files: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      size: z.number(),
      /** In hexadecimal. */
      sha256: z.string(),
      enteredByName: z.string(),
      enteredAt: z.number(),
    }),
  ),
  /** The person who looks has entered it, and so does not check it. */
  mine: z.boolean(),
})
export type LedgerEntryView = z.infer<typeof LedgerEntryView>

export const Ledger = z.object({
  provider: z.object({ id: z.number(), name: z.string(), status: z.string() }),
  entries: z.array(LedgerEntryView),
  /** What stands between the provider and its 有効化. */
  missing: z.array(z.object({ item: z.string(), lack: z.enum(lacks) })),
  /** How much the provider may call, as in force, and whether its contract says so. */
  limits: z.array(
    z.object({
      limit: z.enum(['unattendedPerDay', 'callsPerMinute']),
      n: z.number(),
      byContract: z.boolean(),
    }),
  ),
  /** Practice mode: a provider may be active without it. */
  practice: z.boolean(),
})
export type Ledger = z.infer<typeof Ledger>

export const DueDay = z.object({
  providerId: z.number(),
  provider: z.string(),
  kind: DueKind,
  item: z.string(),
  title: z.string(),
  owner: z.string(),
  on: Day,
  standing: Standing,
})
export type DueDay = z.infer<typeof DueDay>

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
  /** The next piece of a file, base64, and how many bytes came before it. */
  send: call({ roles: headOffice })
    .input(
      z.strictObject({
        upload: z.uuid(),
        at: z.number().int().min(0),
        piece: z.string().max(200_000),
      }),
    )
    .output(z.object({ size: z.number() })),
  /** Puts the file that was sent beside an item that was read at this version. */
  attach: call({ roles: headOffice, act: true })
    .input(
      z.strictObject({
        providerId: Id,
        item: LedgerItem,
        version: z.number().int(),
        name: EvidenceName,
        upload: z.uuid(),
      }),
    )
    .output(z.object({ sha256: z.string() })),
  /** A file as it was entered, base64; its hash has been verified. */
  file: call({ roles: providerReaders })
    .input(z.strictObject({ providerId: Id, id: Id }))
    .output(z.object({ fileName: z.string(), file: z.string(), sha256: z.string() })),
  /** What falls due of all providers. */
  due: call({ roles: providerReaders }).output(z.array(DueDay)),
  /** The same as an iCalendar file, base64. */
  calendar: call({ roles: providerReaders }).output(
    z.object({ fileName: z.string(), file: z.string() }),
  ),
  importChecklist: call({ roles: headOffice, act: true })
    .input(z.strictObject({ providerId: Id, csv: z.string().max(400_000) }))
    .output(z.object({ written: z.number() })),
}
