import * as z from 'zod'
import { type ConnectionStep, connectionSteps } from '../connection-test.ts'
import { call, headOffice, Id, providerReaders } from './base.ts'

/** An invented customer of the test channel, whose sign-in anybody may know. */
export const TestCustomer = z.object({
  name: z.string(),
  channel: z.enum(['personal', 'business']),
  loginId: z.string(),
  password: z.string(),
  /** Of persons; empty for a company. */
  userNumber: z.string(),
  questions: z.array(z.object({ question: z.string(), answer: z.string() })),
  /** Of a company; empty for a person. */
  inquiryPin: z.string(),
})
export type TestCustomer = z.infer<typeof TestCustomer>

export const ConnectionTest = z.object({
  provider: z.object({
    id: z.number(),
    name: z.string(),
    clientId: z.string(),
    status: z.string(),
  }),
  /** null: the program was started without a test channel. */
  issuer: z.string().nullable(),
  /** Whether the provider can test now: in review and approval, while there is a channel. */
  open: z.boolean(),
  customers: z.array(TestCustomer),
  /** Since when the registration is the one that is tested. */
  since: z.number().nullable(),
  steps: z.array(
    z.object({
      step: z.enum(Object.keys(connectionSteps) as [ConnectionStep, ...ConnectionStep[]]),
      needed: z.boolean(),
      metAt: z.number().nullable(),
      /** Of discovery: members of the metadata that are not as the 接続通知書 says; null: it could not be read. */
      differs: z.array(z.string()).nullable(),
    }),
  ),
  /** The provider's calls that were refused, newest first. */
  failures: z.array(
    z.object({
      at: z.number(),
      call: z.string(),
      reason: z.string(),
      explained: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
  liveGrants: z.number(),
  passed: z.boolean(),
  /** This very registration stands on the ledger as passed. */
  recorded: z.boolean(),
})
export type ConnectionTest = z.infer<typeof ConnectionTest>

/** 接続試験 (decision 0045). */
export const connectionTest = {
  find: call({ roles: providerReaders })
    .input(z.strictObject({ providerId: Id }))
    .output(ConnectionTest),
  /** The union ends the links of a test. */
  endLinks: call({ roles: headOffice, act: true })
    .input(z.strictObject({ providerId: Id }))
    .output(z.object({ grants: z.number() })),
  /** Takes a passed test into the ledger. */
  record: call({ roles: headOffice, act: true })
    .input(z.strictObject({ providerId: Id }))
    .output(z.null()),
}
