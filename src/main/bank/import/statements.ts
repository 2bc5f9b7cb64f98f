import { query } from '#db'

/** Refuses sign-ins until a time, as internet banking itself does after 利用停止. */
export const refuseLogins = query<{ customerNumber: string; until: number | null }>()((k, v) =>
  k
    .updateTable('logins')
    .set({ refusedUntil: v('until') })
    .where('customerId', 'in', (e) =>
      e.selectFrom('customers').select('id').where('customerNumber', '=', v('customerNumber')),
    ),
)
