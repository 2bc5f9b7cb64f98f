import {
  callBackNumber,
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

export const requests = {
  open: signedIn.requests.open.handler(async ({ context, input }) =>
    show(context, await openRequest(context, input)),
  ),
  describe: signedIn.requests.describe.handler(async ({ context, input }) => {
    await describeRequest(context, input)
    return show(context, input.id)
  }),
  identityItems: signedIn.requests.identityItems.handler(({ context, input }) => ({
    minimum: context.engine.settings.get('requests').identityMinimum,
    items: itemsBefore(context.engine, viewerOf(context), input),
  })),
  compare: signedIn.requests.compare.handler(async ({ context, input }) => {
    await compareAnswers(context, input)
    return show(context, input.id)
  }),
  noteIdentity: signedIn.requests.noteIdentity.handler(async ({ context, input }) => {
    await noteIdentity(context, input)
    return show(context, input.id)
  }),
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
  look: signedIn.requests.look.handler(async ({ context, input }) => {
    await lookAtRequest(context, input)
    return show(context, input.id)
  }),
  unlock: signedIn.requests.unlock.handler(async ({ context, input }) => {
    await unlockCustomer(context, input)
    return show(context, input.id)
  }),
  close: signedIn.requests.close.handler(async ({ context, input }) => {
    await closeRequest(context, input)
    return show(context, input.id)
  }),
  follow: signedIn.requests.follow.handler(async ({ context, input }) => {
    await followRequest(context, input)
    return show(context, input.id)
  }),
  correct: signedIn.requests.correct.handler(async ({ context, input }) => {
    await correctRequest(context, input)
    return show(context, input.id)
  }),
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
