import {
  decideProposal,
  listProposals,
  proposalOutcome,
  refusedProposals,
  withdrawProposal,
} from '#engine'
import { signedIn } from './answer.ts'

export const proposals = {
  list: signedIn.proposals.list.handler(({ context }) => listProposals(context)),
  refused: signedIn.proposals.refused.handler(({ context }) => refusedProposals(context)),
  outcome: signedIn.proposals.outcome.handler(({ context, input }) =>
    proposalOutcome(context, input.id),
  ),
  decide: signedIn.proposals.decide.handler(async ({ context, input }) => {
    const { result } = await decideProposal(context, input)
    void context.engine.imports.goOn()
    // What ended with a provider follows now, and not with the next sweep.
    context.engine.sweeps.soon('endings')
    return { code: (result as { code?: string } | undefined)?.code ?? null }
  }),
  withdraw: signedIn.proposals.withdraw.handler(async ({ context, input }) => {
    await withdrawProposal(context, input.id)
    void context.engine.imports.goOn()
    return null
  }),
}
