import type { GrantSummary } from '#shared/contract/grants'
import type { DeskRequest } from '#shared/contract/requests'
import type { Channel } from '#shared/grant'

/** What the customer's page gives to the panel beside it (customer-page.tsx says it in its own words). */
export interface PanelProps {
  customer: {
    id: number
    name: string
    channel: Channel
    counts: { live: number; held: number; ended: number }
  }
  why: 'no-request' | 'identity' | 'other-branch' | null
  request: DeskRequest | null
  /** Nothing until the identity check is met. */
  grants: GrantSummary[]
  accounts: { id: number; branchName: string; number: string; typeCode: '1' | '2' | '4' | '9' }[]
  chosen: GrantSummary[]
  onChanged: () => void
}
