import type { StaffRequest } from './contract/requests.ts'
import { calendarDays } from './japanese-date.ts'
import { ruleOf } from './request-rules.ts'

/** Whether somebody asked, who is named and was told something: the house's own requests have nobody. */
export function isAsked({
  requestChannel,
  requester,
  customer,
}: Pick<StaffRequest, 'requestChannel' | 'requester' | 'customer'>): boolean {
  return customer !== null && ruleOf(requestChannel, requester, customer.channel)?.ways !== 'nobody'
}

/** What the person who took a request can have told of its newest act: that links ended, with whom, or were held; and when (epoch ms). */
export type Told =
  | { result: 'ended'; providers: string[]; at: number }
  | { result: 'held'; at: number }

/**
 * What may be proposed as 回答内容; null where it could be false. Who asks must be there to be told, as by letter nobody is; an act
 * that waited for its 検印 was made after the call; where an account was taken out the link lives on; and who looks another
 * day no longer knows what was said.
 */
export function mayBeTold(request: StaffRequest, now: number): Told | null {
  const { requestChannel, acts } = request
  if (!isAsked(request) || (requestChannel !== 'phone' && requestChannel !== 'branch')) return null
  const act = acts.findLast(({ state }) => state === 'done')
  if (!act || act.executedAt === null || act.targets === null) return null
  if (act.approval === 'before' || calendarDays(act.executedAt, now) !== 0) return null
  const changed = act.targets.filter(({ outcome }) => outcome !== 'already')
  const all = (wanted: 'ended' | 'held') =>
    changed.length > 0 && changed.every(({ outcome }) => outcome === wanted)
  const at = act.executedAt
  if (act.result === 'held' && all('held')) return { result: 'held', at }
  if (act.result !== 'ended' || !all('ended')) return null
  return {
    result: 'ended',
    providers: [...new Set(changed.map(({ providerName }) => providerName))],
    at,
  }
}
