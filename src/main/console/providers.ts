import {
  changeProviderStatus,
  confinedTo,
  createProvider,
  daysOfKeys,
  failingProviders,
  listProviders,
  providerDetail,
  providerKeys,
  readPublicKeys,
  updateProvider,
  viewerOf,
} from '#engine'
import type { ProviderSummary } from '#shared/contract/providers'
import { AppError } from '#shared/errors'
import { isoDate } from '#shared/japanese-date'
import { connected, isStopDue } from '#shared/provider-status'
import { outcome, signedIn } from './answer.ts'
import type { StaffContext } from './context.ts'

const ownOf = (context: StaffContext) => confinedTo(context.engine, viewerOf(context))

/** Every provider, with what failed of its calls in the last hour. */
export function providerSummaries(context: StaffContext): ProviderSummary[] {
  const { engine } = context
  const failing = new Map(failingProviders(engine).map((one) => [one.providerId, one.refused]))
  const today = isoDate(engine.clock.now())
  return listProviders(engine, ownOf(context)).map((one) => ({
    ...one,
    failing: failing.get(one.id) ?? 0,
    stopDue: isStopDue(one.statusUntil, today),
    keysDue: connected.includes(one.status) && daysOfKeys(one, engine.clock.now()) !== null,
  }))
}

export const providers = {
  list: signedIn.providers.list.handler(({ context }) => providerSummaries(context)),
  find: signedIn.providers.find.handler(({ context, input }) => {
    const provider = providerDetail(context.engine, input.id, ownOf(context))
    if (!provider) throw new AppError('provider.not-found')
    return {
      ...provider,
      keys: providerKeys(context.engine, provider),
      keyDays: daysOfKeys(provider, context.engine.clock.now()),
    }
  }),
  readKeys: signedIn.providers.readKeys.handler(({ input }) =>
    readPublicKeys(input.text, input.signingAlgorithm),
  ),
  create: signedIn.providers.create.handler(async ({ context, input }) => ({
    id: await createProvider(context, input),
  })),
  update: signedIn.providers.update.handler(outcome(updateProvider)),
  changeStatus: signedIn.providers.changeStatus.handler(outcome(changeProviderStatus)),
}
