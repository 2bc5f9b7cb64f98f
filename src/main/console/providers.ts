import {
  changeProviderStatus,
  confinedTo,
  createProvider,
  daysOfKeys,
  discardProvider,
  failingProviders,
  keySetOf,
  listProviders,
  makeNotice,
  plannedChanges,
  providerById,
  providerDetail,
  providerKeys,
  readKeysAt,
  readPublicKeys,
  searchProviders,
  trafficOfDayOf,
  updateProvider,
  viewerOf,
  withdrawChange,
} from '#engine'
import type { ProviderSummary } from '#shared/contract/providers'
import { AppError } from '#shared/errors'
import { isoDate } from '#shared/japanese-date'
import { connected, isStopDue } from '#shared/provider-status'
import { done, outcome, signedIn } from './answer.ts'
import type { StaffContext } from './context.ts'

const ownOf = (context: StaffContext) => confinedTo(context.engine, viewerOf(context))

/** Every provider, or those that a text means, with what failed of its calls in the last hour. */
export function providerSummaries(context: StaffContext, text = ''): ProviderSummary[] {
  const { engine } = context
  const failing = new Map(failingProviders(engine).map((one) => [one.providerId, one.refused]))
  const found =
    text.trim() === ''
      ? undefined
      : new Map(searchProviders(engine, text).map(({ id, by }) => [id, by]))
  const today = isoDate(engine.clock.now())
  const listed = listProviders(engine, ownOf(context))
  const wanted = found ? listed.filter(({ id }) => found.has(id)) : listed
  return wanted.map((one) => ({
    ...one,
    foundBy: found?.get(one.id) ?? null,
    failing: failing.get(one.id) ?? 0,
    stopDue: isStopDue(one.statusUntil, today),
    keysDue: connected.includes(one.status) && daysOfKeys(engine, one) !== null,
  }))
}

export const providers = {
  list: signedIn.providers.list.handler(({ context, input }) =>
    providerSummaries(context, input?.text),
  ),
  find: signedIn.providers.find.handler(async ({ context, input }) => {
    await context.engine.access.flush()
    const provider = providerDetail(context.engine, input.id, ownOf(context))
    if (!provider) throw new AppError('provider.not-found')
    return {
      ...provider,
      keys: providerKeys(context.engine, provider),
      keySet: keySetOf(context.engine, provider) ?? null,
      keyDays: daysOfKeys(context.engine, provider),
      planned: plannedChanges(context.engine, provider.id),
      traffic: trafficOfDayOf(context.engine, provider.id),
    }
  }),
  readKeys: signedIn.providers.readKeys.handler(({ input }) =>
    readPublicKeys(input.text, input.signingAlgorithm),
  ),
  readKeysAt: signedIn.providers.readKeysAt.handler(({ context, input }) =>
    readKeysAt(context.engine, input.url, input.signingAlgorithm),
  ),
  create: signedIn.providers.create.handler(async ({ context, input }) => {
    const id = await createProvider(context, input)
    context.engine.sweeps.soon('keySets')
    return { id }
  }),
  update: signedIn.providers.update.handler(async ({ context, input }) => {
    const { waits } = await updateProvider(context, input)
    context.engine.sweeps.soon('keySets')
    return { waits }
  }),
  notice: signedIn.providers.notice.handler(async ({ context, input }) => {
    const { engine, place, connectionTest } = context
    const test = connectionTest()
    const notice = await makeNotice({ issuer: place.issuer, test })(context, input)
    const provider = providerById(engine, input.id)
    if (!notice || !provider) throw new AppError('provider.not-found')
    const practice = engine.settings.mark('demo') === true
    const institution = engine.settings.get('institution').name
    const given = { notice, institution, provider: provider.name, practice }
    // The font and the PDF library are read when the first one is made, not at each start.
    const { noticePdf, noticeText } = await import('../paper/notice-pdf.ts')
    const pdf = Buffer.from(await noticePdf(given))
    // With the mark by which Windows knows that it is UTF-8.
    const text = Buffer.from(`\ufeff${noticeText(given)}`)
    return {
      notice,
      fileName: `connection-notice-${provider.clientId}-${notice.number}`,
      pdf: pdf.toString('base64'),
      text: text.toString('base64'),
    }
  }),
  discard: signedIn.providers.discard.handler(outcome(discardProvider)),
  withdrawChange: signedIn.providers.withdrawChange.handler(done(withdrawChange)),
  changeStatus: signedIn.providers.changeStatus.handler(outcome(changeProviderStatus)),
}
