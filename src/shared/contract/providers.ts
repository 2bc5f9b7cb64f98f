import * as z from 'zod'
import { signingAlgorithms } from '../algorithms.ts'
import { Channel, Scope } from '../grant.ts'
import { halfWidth } from '../half-width.ts'
import { Day } from '../parse-date.ts'
import { Jwks, ProviderInput, SameEntity } from '../provider.ts'
import { KeyFault, KeyReading, ProviderKey } from '../provider-keys.ts'
import { ProviderStatus, StatusCause, StatusReason } from '../provider-status.ts'
import { ProviderPolicy } from '../settings.ts'
import { call, headOffice, Id, Outcome, providerReaders } from './base.ts'

/** Columns of a provider by their names. */
const PlannedValues = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))

export const ProviderDetail = z.object({
  id: z.number(),
  clientId: z.string(),
  name: z.string(),
  kana: z.string(),
  servicePersonal: z.string(),
  serviceBusiness: z.string(),
  registrationNumber: z.string(),
  contact: z.string(),
  site: z.string(),
  privacyPolicy: z.string(),
  purpose: z.string(),
  channels: z.array(Channel),
  scopes: z.array(Scope),
  redirectUris: z.array(z.string()),
  jwks: Jwks.nullable(),
  jwksUri: z.string(),
  signingAlgorithm: z.enum(signingAlgorithms),
  dpop: z.boolean(),
  asksServices: z.boolean(),
  asksAccounts: z.boolean(),
  policy: ProviderPolicy,
  status: ProviderStatus,
  statusCause: StatusCause.nullable(),
  statusReason: z.string().nullable(),
  statusAt: z.number(),
  statusUntil: z.string().nullable(),
  version: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
  liveGrants: z.number(),
  customers: z.number(),
  /** Live grants by channel. */
  byChannel: z.record(Channel, z.number()),
  keys: z.array(ProviderKey),
  /** When its jwks_uri was asked last, and when it last answered with keys; null: not asked yet. */
  keySet: z
    .object({
      fetchedAt: z.number().nullable(),
      triedAt: z.number(),
      fault: KeyFault.nullable(),
    })
    .nullable(),
  /** Days until no key is in force any more, where that is near. */
  keyDays: z.number().nullable(),
  /** Changes that wait for their day, and those that could not be made on it. */
  planned: z.array(
    z.object({
      id: z.number(),
      effectiveOn: z.string(),
      was: PlannedValues,
      becomes: PlannedValues,
      plannedByName: z.string(),
      approvedByName: z.string(),
      state: z.enum(['planned', 'applied', 'withdrawn', 'failed']),
    }),
  ),
  /** Calls of its server in this hour and the 24 whole ones before it, since when, and how many of them were refused. */
  traffic: z.object({ since: z.number(), calls: z.number(), refused: z.number() }),
})
export type ProviderDetail = z.infer<typeof ProviderDetail>

/** By what a search found a provider, where it is no name that it has now. */
export const ProviderMatch = z.object({
  kind: z.enum(['formerName', 'clientId', 'registrationNumber', 'contact']),
  words: z.string(),
})
export type ProviderMatch = z.infer<typeof ProviderMatch>

/** What providers are searched by: a name, also a former one, client_id, registration number, a contact. */
export const ProviderText = z.string().max(100)

export const ProviderSummary = ProviderDetail.pick({
  id: true,
  name: true,
  kana: true,
  servicePersonal: true,
  serviceBusiness: true,
  registrationNumber: true,
  channels: true,
  scopes: true,
  dpop: true,
  status: true,
  statusAt: true,
  statusUntil: true,
  liveGrants: true,
}).extend({
  /** Refusals of the last hour, where they are many. */
  failing: z.number(),
  /** The day up to which it was stopped has come. */
  stopDue: z.boolean(),
  /** Its last key ends soon. */
  keysDue: z.boolean(),
  foundBy: ProviderMatch.nullable(),
})
export type ProviderSummary = z.infer<typeof ProviderSummary>

/** 接続通知書: what a provider's engineers need, made from the registry. */
export const ConnectionNotice = z.object({
  /** Counts from 1 for each provider. */
  number: z.number(),
  madeAt: z.number(),
  /** When the one before was made; null: this is the first. */
  formerAt: z.number().nullable(),
  sections: z.array(
    z.object({ title: z.string(), rows: z.array(z.tuple([z.string(), z.string()])) }),
  ),
  /** Lines that the one before did not have, and lines of it that are no more. */
  added: z.array(z.string()),
  gone: z.array(z.string()),
})
export type ConnectionNotice = z.infer<typeof ConnectionNotice>

export const providers = {
  list: call({ roles: providerReaders })
    .input(z.strictObject({ text: ProviderText }).optional())
    .output(z.array(ProviderSummary)),
  find: call({ roles: providerReaders })
    .input(z.strictObject({ id: Id }))
    .output(ProviderDetail),
  /** Reads public keys before they are registered; what is given is kept nowhere. */
  readKeys: call({ roles: headOffice })
    .input(
      z.strictObject({
        text: z.string().max(100_000),
        signingAlgorithm: z.enum(signingAlgorithms),
      }),
    )
    .output(KeyReading),
  /** The same of what stands at an address, which is asked at once. */
  readKeysAt: call({ roles: headOffice })
    .input(
      z.strictObject({
        url: z.string().overwrite(halfWidth).trim().max(500),
        signingAlgorithm: z.enum(signingAlgorithms),
      }),
    )
    .output(KeyReading),
  create: call({ roles: headOffice, act: true })
    .input(ProviderInput)
    .output(z.object({ id: z.number() })),
  update: call({ roles: headOffice, act: true })
    .input(
      z.strictObject({
        ...{ id: Id, version: z.number().int(), provider: ProviderInput },
        /** The day from which it holds; null: as soon as it is agreed to. */
        from: Day.nullable().default(null),
        sameEntity: SameEntity.default(''),
      }),
    )
    .output(Outcome),
  /** Takes back a change that waits for its day. */
  withdrawChange: call({ roles: headOffice, act: true })
    .input(z.strictObject({ id: Id }))
    .output(z.null()),
  /** Makes the 接続通知書; PDF and text are base64. */
  notice: call({ roles: headOffice, act: true })
    .input(z.strictObject({ id: Id }))
    .output(
      z.object({
        notice: ConnectionNotice,
        fileName: z.string(),
        pdf: z.string(),
        text: z.string(),
      }),
    ),
  /** Deletes a draft. */
  discard: call({ roles: headOffice, act: true })
    .input(z.strictObject({ id: Id, version: z.number().int() }))
    .output(Outcome),
  changeStatus: call({ roles: headOffice, act: true })
    .input(
      z.strictObject({
        id: Id,
        version: z.number().int(),
        to: ProviderStatus,
        /** For 新規停止, 停止 and 終了. */
        cause: StatusCause.default('other'),
        reason: StatusReason,
        /** The last day for which a stop is meant. */
        until: Day.nullable().default(null),
      }),
    )
    .output(Outcome),
}
