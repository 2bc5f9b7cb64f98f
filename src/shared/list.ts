import * as z from 'zod'

/** By which column, and which way, a list is sorted. */
export interface ListSort<By extends string = string> {
  by: By
  desc: boolean
}

/** In an address: `expiresAt`, or `-expiresAt` for the other way round. */
export function parseSort(text: string | null): ListSort | null {
  return text === null || text === ''
    ? null
    : { by: text.replace(/^-/, ''), desc: text.startsWith('-') }
}
export function sortText(sort: ListSort): string {
  return `${sort.desc ? '-' : ''}${sort.by}`
}

export const GrantListStatus = z.enum([
  'all',
  'active',
  'ending-soon',
  'unused',
  'ended',
  'revoked-today',
])
export type GrantListStatus = z.infer<typeof GrantListStatus>

export const GrantOrder = z.strictObject({
  by: z.enum(['grantedAt', 'expiresAt', 'lastAccess']),
  desc: z.boolean(),
})
export type GrantOrder = z.infer<typeof GrantOrder>

/** The orders for which there is an index with this filter; only in these can two million grants be read page by page. */
export function grantOrders(filter: {
  status: GrantListStatus
  providerId: number | null
}): readonly GrantOrder['by'][] {
  switch (filter.status) {
    case 'active':
      return filter.providerId === null ? ['grantedAt', 'expiresAt', 'lastAccess'] : ['grantedAt']
    case 'ending-soon':
      return ['expiresAt']
    case 'unused':
      return ['lastAccess']
    case 'revoked-today':
      return []
    default:
      return ['grantedAt']
  }
}
