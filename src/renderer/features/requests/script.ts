import type { RequestAct } from '#shared/contract/acts'
import type { StaffRequest } from '#shared/contract/requests'
import type { Say } from '#shared/messages/catalogue'
import { mayBeTold } from '#shared/told'
import { timeText } from '#words'

/** More providers than this are told as a number. */
const namedProviders = 3

/** The newest act that was carried out and changed something of which a customer is told at once. */
function toldOf({ customer, acts }: StaffRequest): (RequestAct & { executedAt: number }) | null {
  const act = acts.findLast(({ state, executedAt }) => state === 'done' && executedAt !== null)
  if (!customer || !act || act.executedAt === null) return null
  if (act.result === 'nothing' || act.result === 'resumed') return null
  return { ...act, executedAt: act.executedAt }
}
type Target = NonNullable<RequestAct['targets']>[number]
const providersOf = ({ targets }: RequestAct, outcome: Target['outcome']): string =>
  [
    ...new Set(targets?.filter((one) => one.outcome === outcome).map((one) => one.providerName)),
  ].join('、')

/** What is read out to the customer first (R56); null where there is nothing to read out, or nobody to be named to them. */
export function firstSentence(t: Say, request: StaffRequest): string | null {
  const act = toldOf(request)
  if (!act || !request.customer) return null
  const time = timeText(act.executedAt)
  if (act.result === 'held') return t('request.script.held', { time })
  const { channel } = request.customer
  const [ended, narrowed] = [providersOf(act, 'ended'), providersOf(act, 'narrowed')]
  const sentences = [
    ended && t(`request.script.${channel}.ended`, { providers: ended, time }),
    // The link lives on with its other accounts.
    narrowed && t('request.script.narrowed', { providers: narrowed, time }),
  ].filter(Boolean)
  return sentences.length === 0 ? null : sentences.join(' ')
}

/** Words for 回答内容, which whoever took the call makes their own or does not; empty where they could be false. */
export function proposedAnswer(t: Say, request: StaffRequest, now: number): string {
  const told = mayBeTold(request, now)
  if (!told) return ''
  const time = timeText(told.at)
  if (told.result === 'held') return t('request.told.held', { time })
  const more = told.providers.length - namedProviders
  const named = told.providers.slice(0, namedProviders).join('、')
  const providers = more > 0 ? t('request.told.more', { named, count: more }) : named
  return t('request.told.ended', { providers, time })
}
