import * as z from 'zod'
import { Channel, Requester } from '../grant.ts'
import { Paper, SeenPaper } from '../papers.ts'
import {
  ActForm,
  ActKind,
  ActNote,
  ActScope,
  CloseReason,
  ClosingResult,
  CorrectionWords,
  described,
  IdentityItem,
  IdentityResult,
  OtherBranchReason,
  RequestResult,
  RequestState,
  SpokenItem,
  StaffRequestChannel,
} from '../request.ts'
import { Reach, RequestAct } from './acts.ts'
import { call, customerReaders, Id, requestTakers } from './base.ts'
import { DayCounts } from './day-counts.ts'
import { OwnCall } from './own-call.ts'

export const IdentityRow = z.object({
  item: IdentityItem,
  use: z.enum(['optional', 'mandatory']),
  result: IdentityResult.nullable(),
  triesLeft: z.number(),
  /** The program showed it to this person today; it proves nothing any more. */
  shown: z.boolean(),
  /** Nothing is registered to compare with otherwise. */
  onFile: z.boolean(),
  /** What is on file, shown after the comparison with what the caller said. */
  registered: z.string().nullable(),
})
export type IdentityRow = z.infer<typeof IdentityRow>

/** What is asked of who calls, and how many must agree. */
const Identity = z.object({ minimum: z.number(), items: z.array(IdentityRow) })

const RequestLink = z.object({ id: z.number(), number: z.string() })

export const StaffRequest = z.object({
  id: z.number(),
  number: z.string(),
  openedAt: z.number(),
  requestChannel: StaffRequestChannel,
  requester: Requester,
  requesterName: z.string(),
  callbackPhone: z.string(),
  staffName: z.string(),
  branchName: z.string().nullable(),
  mine: z.boolean(),
  customer: z
    .object({
      id: z.number(),
      name: z.string(),
      kana: z.string(),
      branchName: z.string(),
      maskedNumber: z.string(),
      channel: Channel,
    })
    .nullable(),
  /** Instead of a customer: all grants of one provider (R61). */
  provider: z.object({ id: z.number(), name: z.string() }).nullable(),
  otherBranchReason: z.string().nullable(),
  /** The earlier request that this one goes on with, and those that go on with it. */
  follows: RequestLink.nullable(),
  followedBy: z.array(RequestLink),
  /** What it tells wrongly, as was said afterwards (R58). */
  corrections: z.array(z.object({ at: z.number(), staffName: z.string(), words: z.string() })),
  mayCorrect: z.boolean(),
  state: RequestState,
  result: RequestResult.nullable(),
  closeReason: z.string().nullable(),
  complaint: z.boolean(),
  note: z.string(),
  answer: z.string(),
  identity: Identity.extend({
    met: z.boolean(),
    /** No way to know who asks is left: too many answers were wrong. */
    failed: z.boolean(),
    metAt: z.number().nullable(),
    /** The papers seen so far, with issuer and last digits. */
    papers: z.array(z.object({ kind: Paper, note: z.string() })),
  }),
  /** The registered telephone number changed lately: an approval is needed (R51). */
  phoneChangedRecently: z.boolean(),
  /** The person who took it could have given the answers; ending a grant needs an approval unless papers were seen. */
  couldAnswer: z.boolean(),
  reachable: z.array(ActKind),
  opens: z.array(z.enum(['unlock', 'questions'])),
  /** The second person's look at what papers alone opened. */
  look: z.object({
    dueAt: z.number().nullable(),
    at: z.number().nullable(),
    byName: z.string().nullable(),
    mayLook: z.boolean(),
  }),
  /** Whether the person who looks may close it. */
  mayClose: z.boolean(),
  acts: z.array(RequestAct),
  contacts: z.array(z.object({ name: z.string(), contact: z.string() })),
})
export type StaffRequest = z.infer<typeof StaffRequest>

/** An earlier request on its customer's page, and what came of it. */
export const EarlierRequest = z.object({
  id: z.number(),
  number: z.string(),
  openedAt: z.number(),
  requestChannel: StaffRequestChannel,
  requester: Requester,
  staffName: z.string(),
  state: RequestState,
  dueAt: z.number().nullable(),
  result: RequestResult.nullable(),
  closeReason: z.string().nullable(),
  answer: z.string(),
  /** Whether the open request can go on with it. */
  mayFollow: z.boolean(),
})
export type EarlierRequest = z.infer<typeof EarlierRequest>

export const RequestSummary = z.object({
  id: z.number(),
  number: z.string(),
  openedAt: z.number(),
  requestChannel: StaffRequestChannel,
  requester: Requester,
  customerId: z.number().nullable(),
  customerName: z.string(),
  branchName: z.string().nullable(),
  staffName: z.string(),
  state: RequestState,
  result: RequestResult.nullable(),
  complaint: z.boolean(),
  /** 回答内容: what the customer was told. */
  answer: z.string(),
  /** Until when a second person must have approved; null where no approval is due. */
  dueAt: z.number().nullable(),
})
export type RequestSummary = z.infer<typeof RequestSummary>

export const requestViews = [
  'unfinished',
  'to-approve',
  'to-look',
  'overdue',
  'today',
  'complaints',
  'all',
] as const
export const RequestFilter = z.strictObject({
  view: z.enum(requestViews),
  branchCode: z.string().max(3).nullable(),
  after: z.number().int().nullable(),
  limit: z.number().int().min(1).max(500),
})
export type RequestFilter = z.infer<typeof RequestFilter>

export const requests = {
  /** Opens a request; its time is the time of the notice (R58). */
  open: call({ roles: requestTakers, act: true })
    .input(
      z.strictObject({
        customerId: Id.nullable(),
        providerId: Id.nullable().default(null),
        requestChannel: StaffRequestChannel,
        requester: Requester,
        otherBranchReason: OtherBranchReason,
      }),
    )
    .output(StaffRequest),
  /** Changes the fields that are given and leaves the others. */
  describe: call({ roles: requestTakers, act: true })
    .input(
      z.strictObject({
        id: Id,
        requestChannel: StaffRequestChannel.exactOptional(),
        requester: Requester.exactOptional(),
        requesterName: described.requesterName.exactOptional(),
        callbackPhone: described.callbackPhone.exactOptional(),
        note: described.note.exactOptional(),
        answer: described.answer.exactOptional(),
        complaint: z.boolean().exactOptional(),
      }),
    )
    .output(StaffRequest),
  /** What would be asked of a caller, before there is a request. */
  identityItems: call({ roles: requestTakers, passive: true })
    .input(
      z.strictObject({ customerId: Id, requestChannel: StaffRequestChannel, requester: Requester }),
    )
    .output(Identity),
  /** Compares what the caller said with what is on file. */
  compare: call({ roles: requestTakers, act: true })
    .input(
      z.strictObject({
        id: Id,
        answers: z
          .array(z.strictObject({ item: SpokenItem, said: z.string().max(200) }))
          .min(1)
          .max(7),
      }),
    )
    .output(StaffRequest),
  noteIdentity: call({ roles: requestTakers, act: true })
    .input(
      z.discriminatedUnion('item', [
        z.strictObject({ id: Id, item: z.literal('call-back') }),
        z.strictObject({
          id: Id,
          item: z.literal('document'),
          papers: z.array(SeenPaper).min(1).max(4),
        }),
      ]),
    )
    .output(StaffRequest),
  callBackNumber: call({ roles: requestTakers, act: true })
    .input(z.strictObject({ id: Id }))
    .output(z.object({ phone: z.string(), changedAt: z.number().nullable() })),
  /** What an act would do if it were made now, and how many persons it takes. */
  reach: call({ roles: requestTakers, passive: true })
    .input(
      z.strictObject({
        requestId: Id,
        kind: ActKind,
        scope: ActScope,
        afterwards: z.enum(['resume', 'end']).nullable().default(null),
      }),
    )
    .output(Reach),
  act: call({ roles: requestTakers, fresh: true, act: true }).input(ActForm).output(StaffRequest),
  /** 検印 by a second person. */
  decide: call({ roles: ['officer', 'hq-admin'], fresh: true, act: true })
    .input(z.strictObject({ actId: Id, approve: z.boolean(), note: ActNote }))
    .output(StaffRequest),
  /** The second person's look at a request that was known from papers (R120). */
  look: call({ roles: ['officer', 'hq-admin'], fresh: true, act: true })
    .input(z.strictObject({ id: Id }))
    .output(StaffRequest),
  /** Opens logins that wrong entries have locked. */
  unlock: call({ roles: ['officer', 'hq-admin'], fresh: true, act: true })
    .input(z.strictObject({ id: Id }))
    .output(StaffRequest),
  close: call({ roles: requestTakers, act: true })
    .input(
      z.strictObject({
        id: Id,
        result: ClosingResult,
        reason: CloseReason,
      }),
    )
    .output(StaffRequest),
  /** Links a request to an earlier one of its customer that it goes on with (R141). */
  follow: call({ roles: requestTakers, act: true })
    .input(z.strictObject({ id: Id, follows: Id }))
    .output(StaffRequest),
  /** Says beside a request what it tells wrongly (R58). */
  correct: call({ roles: requestTakers, act: true })
    .input(z.strictObject({ id: Id, words: CorrectionWords }))
    .output(StaffRequest),
  /** What has become of the person's own calls with these customers; nothing of the customers. */
  calls: call({ roles: requestTakers, passive: true })
    .input(z.strictObject({ customerIds: z.array(Id).max(9) }))
    .output(z.array(OwnCall)),
  find: call({ roles: customerReaders, passive: true })
    .input(z.strictObject({ id: Id }))
    .output(StaffRequest),
  /** Newest first; `after` is the id of the last row had. */
  list: call({ roles: customerReaders, passive: true })
    .input(RequestFilter)
    .output(z.object({ rows: z.array(RequestSummary), next: z.number().nullable() })),
  /** The numbers of the day; each has a list. */
  counts: call({ roles: customerReaders, passive: true }).output(DayCounts),
  printSlip: call({ roles: requestTakers, act: true })
    .input(z.strictObject({ id: Id }))
    .output(z.object({ number: z.string(), pdf: z.string() })),
}
