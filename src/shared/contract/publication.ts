import * as z from 'zod'
import { changeKinds, missingClauses, PublicationBody, publicationParts } from '../publication.ts'
import { call, headOffice } from './base.ts'

const readers = ['hq-admin', 'auditor'] as const

const Published = z.object({
  id: z.number(),
  at: z.number(),
  /** `YYYY-MM-DD`: 現在 of the lists. */
  asOn: z.string(),
  byName: z.string(),
  /** Served under the public address of the provider listener. */
  served: z.boolean(),
})
export type Published = z.infer<typeof Published>

export const PublicationChange = z.object({
  part: z.enum(publicationParts),
  kind: z.enum(changeKinds),
  name: z.string(),
})
export type PublicationChange = z.infer<typeof PublicationChange>

/** What would be published now, beside what was published last. */
export const PublicationState = z.object({
  body: PublicationBody,
  /** Of `body`: what a person has seen is what they publish. */
  seen: z.string(),
  missing: z.array(
    z.object({
      providerId: z.number(),
      provider: z.string(),
      item: z.string(),
      lack: z.enum(missingClauses),
    }),
  ),
  /** Since the last publication; all is new before the first one. */
  changes: z.array(PublicationChange),
  last: Published.nullable(),
  history: z.array(Published),
  /** Where a publication is served. */
  address: z.string(),
})
export type PublicationState = z.infer<typeof PublicationState>

export const publication = {
  find: call({ roles: readers }).output(PublicationState),
  /** Whether the registry and the last publication differ; null: nothing was published yet, of so many who are connected. */
  standing: call({ roles: readers, passive: true }).output(
    z.object({ changes: z.number().nullable(), connected: z.number() }),
  ),
  publish: call({ roles: headOffice, act: true })
    .input(z.strictObject({ seen: z.string().max(64), serve: z.boolean() }))
    .output(z.object({ id: z.number() })),
  /** A publication as a file, base64. */
  file: call({ roles: readers })
    .input(
      z.strictObject({ id: z.number().int().positive(), form: z.enum(['html', 'csv', 'pdf']) }),
    )
    .output(z.object({ fileName: z.string(), file: z.string() })),
}
