import {
  changeProviderStatus,
  createProvider,
  failingProviders,
  listProviders,
  providerDetail,
  updateProvider,
} from '#engine'
import type { ProviderSummary } from '#shared/contract/providers'
import { AppError } from '#shared/errors'
import { outcome, signedIn } from './answer.ts'
import type { StaffContext } from './context.ts'

/** Every provider, with what failed of its calls in the last hour. */
export function providerSummaries(engine: StaffContext['engine']): ProviderSummary[] {
  const failing = new Map(failingProviders(engine).map((one) => [one.providerId, one.refused]))
  return listProviders(engine).map((one) => ({ ...one, failing: failing.get(one.id) ?? 0 }))
}

export const providers = {
  list: signedIn.providers.list.handler(({ context: { engine } }) => providerSummaries(engine)),
  find: signedIn.providers.find.handler(({ context, input }) => {
    const provider = providerDetail(context.engine, input.id)
    if (!provider) throw new AppError('provider.not-found')
    return provider
  }),
  create: signedIn.providers.create.handler(async ({ context, input }) => ({
    id: await createProvider(context, input),
  })),
  update: signedIn.providers.update.handler(outcome(updateProvider)),
  changeStatus: signedIn.providers.changeStatus.handler(outcome(changeProviderStatus)),
}
