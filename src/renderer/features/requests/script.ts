import type { RequestAct } from '#shared/contract/acts'
import type { StaffRequest } from '#shared/contract/requests'
import type { Say } from '#shared/messages/catalogue'
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
const providersOf = ({ targets }: RequestAct): string[] => [
  ...new Set(targets?.filter((one) => one.outcome !== 'already').map((one) => one.providerName)),
]

/** What is read out to the customer first (R56); null where there is nothing to read out. */
export function firstSentence(t: Say, request: StaffRequest): string | null {
  const act = toldOf(request)
  if (!act || !request.customer) return null
  const time = timeText(act.executedAt)
  return act.result === 'held'
    ? t('request.script.held', { time })
    : t(`request.script.${request.customer.channel}.ended`, {
        providers: providersOf(act).join('、'),
        time,
      })
}

/** What was told, as it stands on the 受付票 until the person who took the call says it otherwise; empty where nothing is known. */
export function toldSoFar(t: Say, request: StaffRequest): string {
  const act = toldOf(request)
  if (!act) return ''
  const names = providersOf(act)
  const more = names.length - namedProviders
  const named = names.slice(0, namedProviders).join('、')
  const providers = more > 0 ? t('request.told.more', { named, count: more }) : named
  const key = act.result === 'held' ? 'request.told.held' : 'request.told.ended'
  return t(key, { providers, time: timeText(act.executedAt) })
}
