import * as z from 'zod'
import { AccountType } from '../account-type.ts'
import { Channel } from '../grant.ts'
import { ProviderStatus } from '../provider-status.ts'
import { call, customerReaders, Id, Outcome, overseers, requestTakers } from './base.ts'
import { CustomerGrant } from './grants.ts'
import { ProviderMatch } from './providers.ts'
import { EarlierRequest, StaffRequest } from './requests.ts'

export const CustomerSummary = z.object({
  id: z.number(),
  /** Enough to tell two of the same name apart, too little to answer an identity check with. */
  maskedNumber: z.string(),
  name: z.string(),
  kana: z.string(),
  branchName: z.string(),
  channel: Channel,
  activeGrants: z.number(),
  /** Stopped and not ended: no provider reads anything by them now. */
  heldGrants: z.number(),
})
export type CustomerSummary = z.infer<typeof CustomerSummary>

/** 合言葉 of one customer: three questions that differ, with the answers as they were typed. */
export const SecretQuestions = z
  .array(
    z.strictObject({
      question: z.string().trim().min(1).max(40),
      answer: z.string().trim().min(1).max(64),
    }),
  )
  .length(3)
  .superRefine((all, { addIssue }) => {
    const names = all.map(({ question }) => question.normalize('NFKC').trim())
    names.forEach((name, i) => {
      if (name !== '' && names.indexOf(name) < i)
        addIssue({ code: 'custom', message: 'same-question', path: [i, 'question'] })
    })
  })

/** A customer in a search, with what tells them from others of the same reading there. */
export const FoundCustomer = CustomerSummary.extend({
  namesake: z
    .object({
      /** Another of them was born, or founded, on the same day. */
      sameBirth: z.boolean(),
      /** What none of the others has alike. */
      differs: z.enum(['branch', 'kanji', 'number']),
      /** For those alone who see the customer without a request. */
      birthDate: z.string().nullable(),
    })
    .nullable(),
})
export type FoundCustomer = z.infer<typeof FoundCustomer>

/** As much of a customer as the person may see now: grants and what is on file only in `full`. */
export const CustomerView = z.object({
  id: z.number(),
  channel: Channel,
  name: z.string(),
  kana: z.string(),
  branchName: z.string(),
  maskedNumber: z.string(),
  /** Since when an 緊急停止 holds for the customer (R53); epoch ms. */
  stoppedAt: z.number().nullable(),
  counts: z.object({ active: z.number(), held: z.number(), ended: z.number() }),
  /** The open request of this person with the customer. */
  request: StaffRequest.nullable(),
  why: z.enum(['no-request', 'identity', 'other-branch']).nullable(),
  full: z
    .object({
      /** Providers with which nothing can be linked anew until staff resume, and since when. */
      barred: z.array(z.object({ providerName: z.string(), since: z.number() })),
      customer: z.object({
        id: z.number(),
        customerNumber: z.string(),
        channel: Channel,
        name: z.string(),
        kana: z.string(),
        birthDate: z.string(),
        address: z.string(),
        phone: z.string(),
        branchCode: z.string(),
        branchName: z.string(),
        consentBy: z.enum(['any', 'named']),
      }),
      /** Incidents under way of providers with which the customer has or had a link, with what the desk says of them. */
      incidents: z.array(
        z.object({
          providerName: z.string(),
          status: ProviderStatus,
          since: z.number(),
          words: z.string(),
        }),
      ),
      /** Logins that wrong entries have locked now, since when (null: before schema 48) and until when (null: until staff open it). */
      locks: z.array(
        z.object({
          userName: z.string().nullable(),
          since: z.number().nullable(),
          until: z.number().nullable(),
          wrongEntries: z.number(),
        }),
      ),
      /** A company's users; nobody for a person. */
      users: z.array(
        z.object({
          id: z.number(),
          userName: z.string(),
          mayConsent: z.boolean(),
          /** From which day (`YYYY-MM-DD`) on this is no user any more; it may lie ahead. */
          leftOn: z.string().nullable(),
          hasLeft: z.boolean(),
        }),
      ),
      accounts: z.array(
        z.object({
          id: z.number(),
          typeCode: AccountType,
          number: z.string(),
          branchName: z.string(),
        }),
      ),
      grants: z.array(CustomerGrant),
      /** Newest first, without the open one. */
      requests: z.array(EarlierRequest),
    })
    .nullable(),
})
export type CustomerView = z.infer<typeof CustomerView>

const CustomerCursor = z.strictObject({ key: z.string().max(200), id: Id })
export const CustomerFilter = z.strictObject({
  branchCode: z
    .string()
    .regex(/^\d{3}$/)
    .nullable(),
  /** Persons who can sign in and have no 合言葉. */
  without: z.enum(['questions']).nullable().default(null),
  after: CustomerCursor.nullable(),
  limit: z.number().int().min(1).max(500),
})
export type CustomerFilter = z.infer<typeof CustomerFilter>

export const customers = {
  /** Searches customers, providers, grants and requests by one text. */
  search: call({ roles: customerReaders, passive: false })
    .input(z.strictObject({ text: z.string().max(100) }))
    .output(
      z.object({
        customers: z.array(FoundCustomer),
        providers: z.array(
          z.object({
            id: z.number(),
            name: z.string(),
            status: z.string(),
            by: ProviderMatch.nullable(),
          }),
        ),
        grants: z.array(
          z.object({
            id: z.number(),
            label: z.string(),
            customerId: z.number(),
            customerName: z.string(),
          }),
        ),
        requests: z.array(
          z.object({
            id: z.number(),
            number: z.string(),
            openedAt: z.number(),
            customerName: z.string(),
          }),
        ),
        more: z.boolean(),
        /** Nobody fits all that was typed: these fit all but one thing. */
        partly: z.boolean(),
        /** What was typed and not taken, since this person finds such things by their whole value only (R123). */
        ignored: z.array(z.enum(['digits', 'house', 'decade'])),
        /** Words that narrow the search when they are typed besides: branches, kinds, decades of birth. */
        narrow: z.array(z.object({ by: z.enum(['branch', 'kind', 'born']), words: z.string() })),
        /** Why a number found nobody: no account, telephone or customer number has that many digits. */
        hint: z.enum(['digits']).nullable(),
        /** After an upgrade the search is made anew: not everybody is found by a name or a telephone number yet. */
        remaking: z.boolean(),
      }),
    ),
  /** The customers this person opened last. */
  recent: call({ roles: customerReaders, passive: true }).output(z.array(CustomerSummary)),
  /** In the order of the readings; `after` is the cursor that the page before gave. */
  list: call({ roles: overseers })
    .input(CustomerFilter)
    .output(
      z.object({
        rows: z.array(CustomerSummary),
        next: CustomerCursor.nullable(),
        branches: z.array(z.object({ code: z.string(), name: z.string() })),
      }),
    ),
  find: call({ roles: customerReaders })
    .input(z.strictObject({ id: Id }))
    .output(CustomerView),
  /** 合言葉 that the customer at the counter chose and typed, within a request whose identity check is met. */
  setQuestions: call({ roles: requestTakers, fresh: true, act: true })
    .input(
      z.strictObject({
        requestId: Id,
        questions: SecretQuestions,
      }),
    )
    .output(z.null()),
  /** Who of a company may consent: any of its users, or those named. */
  setConsent: call({ roles: ['officer', 'hq-admin'], act: true })
    .input(
      z.strictObject({
        id: Id,
        consentBy: z.enum(['any', 'named']),
        users: z.array(Id).max(500),
      }),
    )
    .output(Outcome),
}
