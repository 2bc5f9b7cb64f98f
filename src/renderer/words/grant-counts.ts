import type { CustomerSummary } from '#shared/contract/customers'
import type { Say } from '#shared/messages/catalogue'

/** How many grants a customer has in each state that has not ended; those stopped only where there are any. */
export const grantCountsText = (
  t: Say,
  { activeGrants: active, heldGrants: held }: CustomerSummary,
): string =>
  held === 0 ? t('search.grants', { active }) : t('search.grants.held', { active, held })
