import * as z from 'zod'
import { ImportEncoding, ImportKind, ImportProblem } from '../import-columns.ts'
import { call } from './base.ts'

export const ImportStatus = z.object({
  id: z.string(),
  kind: ImportKind,
  fileName: z.string(),
  state: z.enum([
    'receiving',
    'checking',
    'checked',
    'loading',
    'writing',
    'done',
    'cancelled',
    'failed',
  ]),
  size: z.number(),
  received: z.number(),
  rows: z.number(),
  done: z.number(),
  problems: z.array(ImportProblem),
  problemCount: z.number(),
  same: z.boolean(),
})
export type ImportStatus = z.infer<typeof ImportStatus>

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
        state: z.enum(['staging', 'accepted', 'done', 'cancelled']),
        staffName: z.string(),
        createdAt: z.number(),
      }),
    ),
  ),
  begin: call({ roles })
    .input(
      z.strictObject({
        kind: ImportKind,
        encoding: ImportEncoding,
        fileName: z.string().min(1).max(255),
        size: z.number().int().min(0),
      }),
    )
    .output(ImportStatus),
  /** The next piece, base64. */
  add: call({ roles })
    .input(Job.extend({ piece: z.string().max(200_000) }))
    .output(ImportStatus),
  status: call({ roles, passive: true }).input(Job).output(ImportStatus),
  accept: call({ roles }).input(Job).output(ImportStatus),
  cancel: call({ roles }).input(Job).output(ImportStatus),
}
