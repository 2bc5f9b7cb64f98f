import { EmbeddedBank, FactorCipher, Passwords } from '#bank'
import { AccessLog } from './access/access-log.ts'
import { forgetNear } from './access/near.ts'
import { foldHours } from './access/traffic.ts'
import { forgetActKeys } from './act-keys.ts'
import { AuditHead } from './audit/head.ts'
import { Trail } from './audit/trail.ts'
import type { Clock } from './clock.ts'
import { UsedProofs } from './data/used-proofs.ts'
import { forgetDrafts } from './drafts.ts'
import type { Engine, FetchPublic, Log } from './engine.ts'
import { endHolds } from './grants/end-holds.ts'
import { expireGrants } from './grants/expire.ts'
import { lapseGrants } from './grants/lapse.ts'
import { continueEndings } from './grants/provider-ending.ts'
import { Imports } from './imports/imports.ts'
import { type OpenFolder, openFolder } from './open-folder.ts'
import { refreshKeySets } from './providers/key-sets.ts'
import { KeyUses } from './providers/key-uses.ts'
import { applyPlannedChanges } from './providers/planned.ts'
import { continueDeletions } from './retention/runs.ts'
import { Settings } from './settings/settings.ts'
import { forgetSources } from './source-failures.ts'
import { byTheClock } from './system/clock-doubt.ts'
import { Integrity } from './system/integrity.ts'
import { Space } from './system/space.ts'
import { Sweeps } from './system/sweeps.ts'
import { shipTexts } from './texts/current.ts'
import { purgeTokens } from './tokens/purge.ts'
import { Sequences } from './tokens/sequences.ts'
import { UsedAssertions } from './tokens/used-assertions.ts'
import { Version, VersionedCache } from './tokens/versioned-cache.ts'

export interface OpenEngine extends Engine {
  readonly imports: Imports
  readonly trail: Trail
  readonly space: Space
  readonly integrity: Integrity
  readonly sweeps: Sweeps<Sweep>
  /** Stops background work at its next commit: sweeps, imports, search keys. */
  endWork(): Promise<void>
  close(): Promise<void>
}

export interface EngineParts {
  clock: Clock
  log: Log
  version: string
  /** Left out by commands and tests, which ask nobody. */
  fetchPublic?: FetchPublic
}

/** Opens the engine on a data folder. @throws StartRefused */
export function openEngine(given: EngineParts & Parameters<typeof openFolder>[0]): OpenEngine {
  const folder = openFolder(given)
  const engine = engineOn(folder, given)
  return {
    ...engine,
    async close() {
      await engine.close()
      await folder.close()
    },
  }
}

/** The engine on a folder that is open, and stays open when it is closed. */
export function engineOn(folder: OpenFolder, given: EngineParts): OpenEngine {
  const { store, keys, found } = folder
  const settings = new Settings(store)
  const auditHead = new AuditHead(store, {
    keys,
    found: found?.head,
    wasMissing: found?.headMissing ?? false,
    onError: (err) => given.log.error({ err }, 'audit head not written'),
  })
  const passwords = new Passwords(keys.pepper)
  const factors = new FactorCipher(keys.factors)
  const access = new AccessLog(store)
  const authority = new Version()
  store.onUndone = () => {
    authority.changed()
    settings.forget()
  }
  store.damage.onFound = (what) =>
    given.log.error({ what }, 'the database is damaged: nothing is served or written')
  shipTexts({ store, clock: given.clock })
  const closing = new AbortController()
  const sequences = new Sequences(store)
  const usedAssertions = new UsedAssertions(store)
  const engine: Engine = {
    store,
    keys,
    passwords,
    factors,
    access,
    keyUses: new KeyUses(store),
    fetchPublic: given.fetchPublic ?? (async () => ({ fault: 'unreachable' })),
    auditHead,
    clock: given.clock,
    log: given.log,
    closing: closing.signal,
    version: given.version,
    bank: new EmbeddedBank(store, passwords, factors, () => given.clock.now()),
    settings,
    sequences,
    authority,
    grants: new VersionedCache(authority, 20_000),
    providers: new VersionedCache(authority, 1_000),
    grantAccounts: new VersionedCache(authority, 20_000),
    usedAssertions,
    usedProofs: new UsedProofs({ store, sequences, usedAssertions }),
  }
  const imports = new Imports(engine, factors)
  const trail = new Trail(engine)
  const space = new Space(engine)
  const integrity = new Integrity(engine)
  const sweeps = new Sweeps(sweepsOf(engine), given.log)
  const endWork = async (): Promise<void> => {
    closing.abort()
    await Promise.all([sweeps.stop(), imports.ended(), trail.ended()])
  }
  return {
    ...engine,
    imports,
    trail,
    space,
    integrity,
    sweeps,
    endWork,
    async close() {
      await endWork()
      await access.flush()
      await engine.keyUses.flush()
      await store.settled()
      await auditHead.close()
    },
  }
}

/** Repeated work: what is due by the clock, and what acts leave to be done afterwards. */
const sweepsOf = (engine: Engine) => ({
  expiry: byTheClock(engine, () => expireGrants(engine)),
  holds: byTheClock(engine, () => endHolds(engine)),
  plannedChanges: byTheClock(engine, () => applyPlannedChanges(engine)),
  endings: () => continueEndings(engine),
  deletions: byTheClock(engine, () => continueDeletions(engine)),
  lapses: byTheClock(engine, () => lapseGrants(engine)),
  tokens: byTheClock(engine, () => purgeTokens(engine)),
  addresses: () => forgetSources(engine),
  keys: () => forgetActKeys(engine),
  drafts: () => forgetDrafts(engine),
  keyUses: () => engine.keyUses.flush(),
  traffic: byTheClock(engine, async () => {
    await foldHours(engine)
    await forgetNear(engine)
  }),
  keySets: () => refreshKeySets(engine),
})
type Sweep = keyof ReturnType<typeof sweepsOf>
