import { sql as raw } from 'kysely'
import type { GrantStatus } from '#shared/grant'

/**
 * The status that counts for a provider: one row of the provider ends all of its grants at once (R61), before the rows of
 * the grants have followed. For queries that join `grants` and `providers`.
 */
export const effectiveStatus = raw<GrantStatus>`iif("grants"."grantedAt" <= "providers"."grantsEndedAt" AND "grants"."endedAt" IS NULL, 'terminated', "grants"."status")`
