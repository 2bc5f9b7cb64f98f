import type { DayCounts } from './contract/day-counts.ts'
import type { Say } from './messages/catalogue.ts'
import { countedRequests } from './request.ts'

const ofRequests: readonly (keyof DayCounts)[] = ['unfinished', 'toApprove', 'toLook', 'overdue']

/** A number of きょう in words: requests are counted so far and no further. */
export function dayCountText(t: Say, name: keyof DayCounts, n: number): string {
  const text = n.toLocaleString('ja-JP')
  return ofRequests.includes(name) && n >= countedRequests ? t('today.atLeast', { n: text }) : text
}
