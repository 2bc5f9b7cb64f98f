import type { Generated } from 'kysely'

/** What providers call. */
export interface TrafficTables {
  accessRecords: {
    id: Generated<number>
    at: number
    providerId: number
    grantId: number | null
    endpoint: string
    accountId: number | null
    status: number
    result: string
    rows: number | null
    /** Whether the provider named a customer as present; null: a call that is not counted by that. */
    attended: 0 | 1 | null
  }
  /** `grantId` 0: the provider's busiest minute of the day. `allowed`: the limit when it was last met. */
  nearLimits: {
    day: number
    providerId: number
    grantId: number
    most: number
    allowed: number
    refused: number
    lastAt: number
  }
  /** `hour`, `day`: when it begins; `providerId` 0: all of them (#shared/traffic). */
  trafficHours: { hour: number; providerId: number; measure: string; n: number }
  trafficDays: { providerId: number; day: number; measure: string; n: number }
}
