import { sql as raw } from 'kysely'
import type { GrantStatus } from '#shared/grant'

/** Ended by the row of the provider; what had run out by the clock before ends as such (expire.ts). */
const endedWithProvider = raw<boolean>`("grants"."grantedAt" <= "providers"."grantsEndedAt" AND "grants"."expiresAt" > "providers"."grantsEndedAt" AND "grants"."endedAt" IS NULL)`

/**
 * The status that counts for a provider: one row of the provider ends all of its grants at once (R61), before the rows of
 * the grants have followed. For queries that join `grants` and `providers`.
 */
export const effectiveStatus = raw<GrantStatus>`iif(${endedWithProvider}, 'terminated', "grants"."status")`

/** When that status began, where it is an end by staff or by the provider's row, epoch ms. */
export const effectiveEndedAt = raw<
  number | null
>`iif(${endedWithProvider}, "providers"."grantsEndedAt", "grants"."endedAt")`
