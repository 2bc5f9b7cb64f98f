import { Store } from '#db'
import { type Keys, makeKeys, wrapKeys } from './keys/keys.ts'
import type { DataKey } from './keys/wrap.ts'
import { checkStart, type Found, noteKeys } from './start-checks.ts'

/** A data folder that is this process's: locked, checked, of the present schema, its keys read. */
export interface OpenFolder {
  readonly store: Store
  readonly keys: Keys
  /** undefined: there was nothing. */
  readonly found: Found | undefined
  close(): Promise<void>
}

/**
 * Everything for which a start can be refused, and no more: the engine itself is loaded once the service listens (decision
 * 0010).
 * @throws StartRefused
 */
export function openFolder(given: {
  folder: string
  clock: { now(): number }
  /** Wraps keys.json; without it they are kept in clear. */
  dataKey?: DataKey | undefined
}): OpenFolder {
  const { folder, dataKey, clock } = given
  let found: Found | undefined
  const store = new Store(folder, (reader) => {
    found = checkStart(folder, dataKey, reader)
  })
  try {
    // Those of what was found, or new ones; wrapped where that is possible, and known to the database as its own.
    const keys = wrapKeys(store.folder, found?.keys ?? makeKeys(store.folder, dataKey), dataKey)
    if (!found?.marked) noteKeys(store, keys, clock.now())
    return { store, keys, found, close: () => store.close() }
  } catch (error) {
    void store.close()
    throw error
  }
}
