import { query } from '#db'

/** Nobody signs in while internet banking itself would not let them. */
export const refuseLogins = query<{ customerNumber: string; until: number | null }>()((k, v) =>
  k
    .updateTable('logins')
    .set({ refusedUntil: v('until') })
    .where('customerId', 'in', (e) =>
      e.selectFrom('customers').select('id').where('customerNumber', '=', v('customerNumber')),
    ),
)
