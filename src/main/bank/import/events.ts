import type { Store } from '#db'
import { customerOf, type ImportRow, loginsOf, text } from './known.ts'

/** A sign-in that nobody can use until a password is set. */
export const noPassword = '!'

const stateAfter: Record<string, 'stopped' | 'ended' | null> = {
  'service-stopped': 'stopped',
  'contract-ended': 'ended',
  'service-resumed': null,
}

/**
 * Writes an event of internet banking (R41), inside a commit unit. Telling it again changes nothing.
 * @param password hash of the new password, where the file carries one
 * @returns it ends the grants permitted up to this time, epoch ms: now for an event that is new, else its own time
 */
export function writeEvent(
  { store, now }: { store: Store; now: number },
  row: ImportRow,
  password: string | null,
): number {
  const customer = customerOf(store, row)
  const at = Number(row.at)
  if (!customer) return at
  if (row.kind === 'password-changed')
    return writeNewPassword(store, customer.id, row, password, now)
  const known = store.find('customers', { id: customer.id })
  const serviceState = stateAfter[text(row, 'kind')] ?? null
  // Older than what is known, or known: what followed it holds. Within one second the later row of the file counts.
  const newest = known?.serviceEventAt ?? -1
  if (at < newest || (at === newest && known?.serviceState === serviceState)) return at
  store.update('customers', { id: customer.id }, { serviceState, serviceEventAt: at })
  // 利用再開 clears what was typed wrongly before, and with it the lock.
  if (serviceState === null)
    store.update(
      'logins',
      { customerId: customer.id },
      { wrongEntries: 0, refusedUntil: null, wrongAt: null },
    )
  return now
}

/**
 * The password that we have is taken for the old one, whatever file brought it: it is replaced, or taken away until a later file
 * brings the new one, and every grant was permitted with it or with an older one. An event that is known changes nothing.
 */
function writeNewPassword(
  store: Store,
  customerId: number,
  row: ImportRow,
  password: string | null,
  now: number,
): number {
  const at = Number(row.at)
  const old = loginsOf(store, customerId).filter(
    ({ loginId, passwordAt }) =>
      (!row.loginId || loginId === row.loginId) && (passwordAt ?? -1) < at,
  )
  for (const { id } of old)
    store.update('logins', { id }, { passwordHash: password ?? noPassword, passwordAt: at })
  return old.length > 0 ? now : at
}
