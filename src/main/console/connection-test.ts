import { connectionState, endTestLinks, entryOf, providerById, recordConnectionTest } from '#engine'
import { stepsFor, takesTests, testedAs, testItem } from '#shared/connection-test'
import type { ConnectionTest } from '#shared/contract/connection-test'
import { AppError } from '#shared/errors'
import { signedIn } from './answer.ts'
import type { StaffContext } from './context.ts'

/** How far a provider has come with its connection test. @throws AppError provider.not-found */
async function connectionTestOf(
  { engine, connectionTest }: StaffContext,
  providerId: number,
): Promise<ConnectionTest> {
  const provider = providerById(engine, providerId)
  if (!provider) throw new AppError('provider.not-found')
  const { id, name, clientId, status } = provider
  const channel = connectionTest()
  const open = channel !== null && takesTests(status)
  if (open) await channel.copied()
  const state = channel ? await connectionState(channel, clientId) : undefined
  const entry = entryOf(engine, id, testItem)
  return {
    provider: { id, name, clientId, status },
    issuer: channel?.issuer ?? null,
    open,
    customers: channel?.customers ?? [],
    since: state?.since ?? null,
    steps:
      state?.steps ??
      stepsFor(provider).map((one) => ({
        ...{ ...one, metAt: null, differs: [] },
      })),
    failures: state?.failures ?? [],
    liveGrants: state?.liveGrants ?? 0,
    passed: state?.passed ?? false,
    recorded:
      state !== undefined &&
      entry?.value === 'passed' &&
      entry.evidence === testedAs(state.registration),
  }
}

export const connectionTest = {
  find: signedIn.connectionTest.find.handler(({ context, input }) =>
    connectionTestOf(context, input.providerId),
  ),
  endLinks: signedIn.connectionTest.endLinks.handler(async ({ context, input }) => ({
    grants: (await endTestLinks(context.connectionTest)(context, input)) ?? 0,
  })),
  record: signedIn.connectionTest.record.handler(async ({ context, input }) => {
    await recordConnectionTest(context.connectionTest)(context, input)
    return null
  }),
}
