import type { Permitter } from '#shared/permitter'
import type { Engine } from '../engine.ts'
import { grantsOfCustomer } from '../grants/list.ts'
import { permittedBy } from '../grants/permitted-by.ts'

/** What stands beside a grant wherever an act on it is shown. */
export interface TargetLine {
  label: string
  /** Those linked now, by kind and last digits. */
  accounts: string[]
  /** Epoch ms. */
  grantedAt: number
  /** The user of a company who permitted it; null: the customer in person, or not told. */
  permittedBy: Permitter | null
}

/** The grants of a customer by number, for who may see them: whoever asks has looked at that. */
export function targetLines(
  engine: Engine,
  customerId: number | null,
): ReadonlyMap<number, TargetLine> {
  const customer = customerId === null ? undefined : engine.bank.customer(customerId)
  if (!customer) return new Map()
  const by = permittedBy(engine, customer)
  return new Map(
    grantsOfCustomer(engine, customer.id).map(({ id, label, accounts, grantedAt }) => [
      id,
      { label, accounts, grantedAt, permittedBy: by.get(id) ?? null },
    ]),
  )
}
