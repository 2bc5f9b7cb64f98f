import {
  callBackNumber,
  callsWith,
  closeRequest,
  compareAnswers,
  confinedTo,
  correctRequest,
  countSlip,
  customersListed,
  dayCounts,
  decideAct,
  describeRequest,
  followRequest,
  itemsBefore,
  listRequests,
  lookAtRequest,
  makeAct,
  noteIdentity,
  openRequest,
  reachOf,
  requestView,
  slipOf,
  unlockCustomer,
  viewerOf,
} from '#engine'
import { roleMay } from '#shared/contract/may'
import { signedIn } from './answer.ts'
import type { StaffContext } from './context.ts'

const show = (context: StaffContext, id: number) =>
  requestView(context.engine, viewerOf(context), id)

type Call<Input> = { context: StaffContext; input: Input }
/** Makes an act in a request, and answers the request as the person sees it then. */
const thenShow =
  <Input extends { id: number }>(make: (context: StaffContext, input: Input) => Promise<unknown>) =>
  async ({ context, input }: Call<Input>) => {
    await make(context, input)
    return show(context, input.id)
  }

export const requests = {
  open: signedIn.requests.open.handler(async ({ context, input }) =>
    show(context, await openRequest(context, input)),
  ),
  describe: signedIn.requests.describe.handler(thenShow(describeRequest)),
  identityItems: signedIn.requests.identityItems.handler(({ context, input }) => ({
    minimum: context.engine.settings.get('requests').identityMinimum,
    items: itemsBefore(context.engine, viewerOf(context), input),
  })),
  compare: signedIn.requests.compare.handler(thenShow(compareAnswers)),
  noteIdentity: signedIn.requests.noteIdentity.handler(thenShow(noteIdentity)),
  callBackNumber: signedIn.requests.callBackNumber.handler(({ context, input }) =>
    callBackNumber(context, input.id),
  ),
  reach: signedIn.requests.reach.handler(({ context, input }) => reachOf(context, input)),
  act: signedIn.requests.act.handler(async ({ context, input }) => {
    await makeAct(context, input)
    return show(context, input.requestId)
  }),
  decide: signedIn.requests.decide.handler(async ({ context, input }) => {
    const { engine } = context
    const id = await decideAct(context, input)
    // A provider's grants are refused already; their own rows follow while nobody waits.
    engine.sweeps.soon('endings')
    return show(context, id)
  }),
  look: signedIn.requests.look.handler(thenShow(lookAtRequest)),
  unlock: signedIn.requests.unlock.handler(thenShow(unlockCustomer)),
  close: signedIn.requests.close.handler(thenShow(closeRequest)),
  follow: signedIn.requests.follow.handler(thenShow(followRequest)),
  correct: signedIn.requests.correct.handler(thenShow(correctRequest)),
  calls: signedIn.requests.calls.handler(({ context, input }) =>
    callsWith(context.engine, context.session.staffId, input.customerIds),
  ),
  find: signedIn.requests.find.handler(({ context, input }) => show(context, input.id)),
  list: signedIn.requests.list.handler(async ({ context, input }) => {
    const own = confinedTo(context.engine, viewerOf(context))
    const page = listRequests(context.engine, { ...input, own })
    await customersListed(
      context,
      'requests',
      page.rows.flatMap(({ customerId }) => (customerId === null ? [] : [customerId])),
    )
    return page
  }),
  counts: signedIn.requests.counts.handler(({ context }) =>
    dayCounts(
      context.engine,
      // A branch's own numbers for those who do not oversee the others.
      roleMay(context.session.role, 'customers.list') ? null : context.session.branchCode,
      confinedTo(context.engine, viewerOf(context)),
    ),
  ),
  printSlip: signedIn.requests.printSlip.handler(async ({ context, input }) => {
    const shown = await slipOf(context.engine, viewerOf(context), input.id)
    const slip = { ...shown, printedBefore: await countSlip(context, input.id) }
    // The font and the PDF library are read when the first slip is made, not at each start.
    const { slipPdf } = await import('../paper/slip-pdf.ts')
    const pdf = await slipPdf(slip)
    return { number: slip.number, pdf: Buffer.from(pdf).toString('base64') }
  }),
}
