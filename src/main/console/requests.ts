import {
  callBackNumber,
  closeRequest,
  compareAnswers,
  countSlip,
  decideAct,
  describeRequest,
  deskCounts,
  itemsAsked,
  listRequests,
  makeAct,
  noteIdentity,
  openRequest,
  reachOf,
  requestView,
  slipOf,
  viewerOf,
} from '#engine'
import { roleMay } from '#shared/contract/may'
import { desk } from './answer.ts'
import type { StaffContext } from './context.ts'

const show = (context: StaffContext, id: number) =>
  requestView(context.engine, viewerOf(context), id)

export const requests = {
  open: desk.requests.open.handler(async ({ context, input }) =>
    show(context, await openRequest(context, input)),
  ),
  describe: desk.requests.describe.handler(async ({ context, input }) => {
    await describeRequest(context, input)
    return show(context, input.id)
  }),
  identityItems: desk.requests.identityItems.handler(({ context: { engine }, input }) => ({
    minimum: engine.settings.get('desk').identityMinimum,
    items: itemsAsked(engine, input.requestChannel),
  })),
  compare: desk.requests.compare.handler(async ({ context, input }) => {
    await compareAnswers(context, input)
    return show(context, input.id)
  }),
  noteIdentity: desk.requests.noteIdentity.handler(async ({ context, input }) => {
    await noteIdentity(context, input)
    return show(context, input.id)
  }),
  callBackNumber: desk.requests.callBackNumber.handler(({ context, input }) =>
    callBackNumber(context, input.id),
  ),
  reach: desk.requests.reach.handler(({ context, input }) => reachOf(context, input)),
  act: desk.requests.act.handler(async ({ context, input }) => {
    await makeAct(context, input)
    return show(context, input.requestId)
  }),
  decide: desk.requests.decide.handler(async ({ context, input }) => {
    const { engine } = context
    const id = await decideAct(context, input)
    // A provider's grants are refused already; their own rows follow while nobody waits.
    engine.sweeps.soon('endings')
    return show(context, id)
  }),
  close: desk.requests.close.handler(async ({ context, input }) => {
    await closeRequest(context, input)
    return show(context, input.id)
  }),
  find: desk.requests.find.handler(({ context, input }) => show(context, input.id)),
  list: desk.requests.list.handler(({ context, input }) => listRequests(context.engine, input)),
  counts: desk.requests.counts.handler(({ context }) =>
    deskCounts(
      context.engine,
      // A branch's own numbers for those who do not oversee the others.
      roleMay(context.session.role, 'customers.list') ? null : context.session.branchCode,
    ),
  ),
  printSlip: desk.requests.printSlip.handler(async ({ context, input }) => {
    const shown = await slipOf(context.engine, viewerOf(context), input.id)
    const slip = { ...shown, printedBefore: await countSlip(context, input.id) }
    // The font and the PDF library are read when the first slip is made, not at each start.
    const { slipPdf } = await import('../paper/slip-pdf.ts')
    const pdf = await slipPdf(slip)
    return { number: slip.number, pdf: Buffer.from(pdf).toString('base64') }
  }),
}
