import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddedBank, FactorCipher, Passwords } from '#bank'
import { databaseFile, prepareFolder, Store } from '#db'
import { AccessLog } from './access/access-log.ts'
import { AuditHead } from './audit/head.ts'
import { Trail } from './audit/trail.ts'
import type { Clock } from './clock.ts'
import type { Engine, Log } from './engine.ts'
import { ImportDesk } from './imports/import-desk.ts'
import { loadKeys } from './keys.ts'
import { Settings } from './settings.ts'
import { shipTexts } from './texts/current.ts'
import { Sequences } from './tokens/sequences.ts'
import { UsedAssertions } from './tokens/used-assertions.ts'
import { Version, VersionedCache } from './tokens/versioned-cache.ts'

export interface OpenEngine extends Engine {
  readonly imports: ImportDesk
  readonly trail: Trail
  close(): Promise<void>
}

/** Puts the engine together on a data folder. @throws StartRefused */
export function openEngine(given: {
  folder: string
  clock: Clock
  log: Log
  version: string
}): OpenEngine {
  prepareFolder(given.folder)
  const isNew = !existsSync(join(given.folder, databaseFile))
  const keys = loadKeys(given.folder, isNew)
  const store = new Store(given.folder)
  const auditHead = headOf(store, given.log)
  const passwords = new Passwords(keys.pepper)
  const factors = new FactorCipher(keys.factors)
  const access = new AccessLog(store)
  const authority = new Version()
  shipTexts({ store, clock: given.clock })
  const engine: Engine = {
    store,
    keys,
    passwords,
    factors,
    access,
    auditHead,
    clock: given.clock,
    log: given.log,
    version: given.version,
    bank: new EmbeddedBank(store, passwords, factors),
    settings: new Settings(store),
    sequences: new Sequences(store),
    authority,
    grants: new VersionedCache(authority, 20_000),
    providers: new VersionedCache(authority, 1_000),
    grantAccounts: new VersionedCache(authority, 20_000),
    usedAssertions: new UsedAssertions(store),
  }
  const imports = new ImportDesk(engine, factors)
  return {
    ...engine,
    imports,
    trail: new Trail(engine),
    async close() {
      await imports.stop()
      await access.flush()
      await store.settled()
      await auditHead.close()
      await store.close()
    },
  }
}

function headOf(store: Store, log: Log): AuditHead {
  try {
    return new AuditHead(store, (err) => log.error({ err }, 'audit head not written'))
  } catch (error) {
    store.abandon()
    throw error
  }
}
