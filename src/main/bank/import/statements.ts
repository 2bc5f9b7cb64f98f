import { query } from '#db'

/** 利用再開 clears what was typed wrongly before, and with it the lock. */
export const clearWrongEntriesOf = query<{ customerId: number }>()((k, v) =>
  k
    .updateTable('logins')
    .set({ wrongEntries: 0, refusedUntil: null })
    .where('customerId', '=', v('customerId')),
)
