import * as z from 'zod'
import { EndReason } from '../grant.ts'
import { ImportCase, ImportEncoding, ImportKind, ImportProblem } from '../import-columns.ts'
import { call } from './base.ts'

/** Who refused a file as the second person, and what was said to it. */
const Refused = z.object({ name: z.string(), note: z.string() })

export const ImportStatus = z.object({
  id: z.string(),
  kind: ImportKind,
  fileName: z.string(),
  state: z.enum([
    'receiving',
    'checking',
    'checked',
    'loading',
    'waiting',
    'writing',
    'done',
    'cancelled',
    'failed',
  ]),
  size: z.number(),
  received: z.number(),
  rows: z.number(),
  /** Accounts of which the file says from which day to which day it is complete. */
  periods: z.number(),
  done: z.number(),
  problems: z.array(ImportProblem),
  problemCount: z.number(),
  /** That a file of this content was imported before; `newerAt`: when another of its kind was imported since. */
  same: z.object({ at: z.number(), newerAt: z.number().nullable() }).nullable(),
  refused: Refused.nullable(),
  /** The optional columns that the file lacks. */
  absent: z.array(z.string()),
  /** As it was recognised. */
  encoding: ImportEncoding.nullable(),
  /** What accepting it would do, before it is accepted. `missing`: what is there and not in the file. */
  effects: z
    .object({
      new: z.number(),
      changed: z.number(),
      unchanged: z.number(),
      missing: z.number().nullable(),
      /** Rows that bring a password, number, PIN or answers where there are some already, or register a PIN. */
      replaced: z.number(),
      /** Rows after which a customer whose service was stopped can link again. */
      resumed: z.number(),
      /** Users of companies who are out by the file, at once or from a day on; and those who had left, or were to leave, and stay. */
      leaving: z.number(),
      returning: z.number(),
      /** Accounts that were closed and that customers can link again, with the first of them as `店番-科目-•••下4桁 (解約日)`. */
      reopened: z.number(),
      reopenedAccounts: z.array(z.string()).optional(),
    })
    .nullable(),
  /** Links that a file of 出来事 would end at most, by reason. */
  ends: z.partialRecord(EndReason, z.number()).nullable(),
  /** What it is by the table of persons. */
  what: ImportCase,
})
export type ImportStatus = z.infer<typeof ImportStatus>

export const ImportOverview = z.object({
  /** Persons who can sign in and have no 合言葉. */
  lackingQuestions: z.number(),
  /** The first kind in turn of which nothing is there yet; null once all are. */
  next: ImportKind.nullable(),
  kinds: z.array(
    z.object({
      kind: ImportKind,
      /** How many there are; null where that is not counted. */
      there: z.number().nullable(),
      lastAt: z.number().nullable(),
      /** What has to be imported first. */
      waitsFor: ImportKind.nullable(),
    }),
  ),
})
export type ImportOverview = z.infer<typeof ImportOverview>

const roles = ['hq-admin', 'sysadmin'] as const
const Job = z.strictObject({ id: z.string().max(40) })

export const imports = {
  /** The file under way, or the last one. */
  current: call({ roles, passive: true }).output(ImportStatus.nullable()),
  list: call({ roles: ['hq-admin', 'sysadmin', 'auditor'], passive: true }).output(
    z.array(
      z.object({
        id: z.number(),
        kind: ImportKind,
        fileName: z.string(),
        rows: z.number(),
        state: z.enum(['staging', 'waiting', 'accepted', 'done', 'cancelled']),
        staffName: z.string(),
        /** Who agreed as the second person. */
        secondName: z.string().nullable(),
        refused: Refused.nullable(),
        createdAt: z.number(),
      }),
    ),
  ),
  begin: call({ roles })
    .input(
      z.strictObject({
        kind: ImportKind,
        fileName: z.string().min(1).max(255),
        size: z.number().int().min(0),
      }),
    )
    .output(ImportStatus),
  /** The next piece, base64. */
  add: call({ roles })
    .input(Job.extend({ piece: z.string().max(200_000) }))
    .output(ImportStatus),
  /** What is there, what each kind of file waits for. */
  overview: call({ roles, passive: true }).output(ImportOverview),
  /** All that is wrong with the file, as CSV. */
  problems: call({ roles })
    .input(Job)
    .output(z.object({ fileName: z.string(), file: z.string() })),
  status: call({ roles, passive: true }).input(Job).output(ImportStatus),
  /** `reopened`: how many closed accounts whoever accepts it has seen that it opens again, and means to. */
  accept: call({ roles })
    .input(Job.extend({ reopened: z.number().int().min(0).default(0) }))
    .output(ImportStatus),
  cancel: call({ roles }).input(Job).output(ImportStatus),
}
