import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { Store } from '#db'
import type { ConsentSession } from '#engine'
import type { GrantStatus } from '#shared/grant'
import type { RefusalCause } from '#shared/refusal-causes'

type Op = () => void

/** `detail` is for engineers, `explained` for administrators, in Japanese. */
export interface Refused {
  error: string
  detail: string
  explained?: string | undefined
}

/**
 * Collects the writes of one request, committed together before its answer leaves (R106). `onSuccess`: what was asked for.
 * `always`: what a refusal demands too, such as used assertions, the end of a replayed code's grant, audit entries.
 */
export class UnitOfWork {
  readonly #onSuccess: Op[] = []
  readonly #always: Op[] = []
  readonly #afterwards: Op[] = []
  /** Set by an error event: a redirect with `error=` is a refusal although its status is 303. */
  refused: Refused | undefined
  /** Why the provider could not be told, where that is known. */
  cause: RefusalCause | undefined
  /** The status of the link, where the code or token was refused because it has ended or is held. */
  linkStatus: GrantStatus | undefined
  /** The provider and the grant of the request, for the access record. */
  provider: { id: number; name: string; clientId: string } | undefined
  grantId: number | null = null
  codeReplayed = false
  /** The provider gives a token back (RFC 7009). */
  isRevocation = false
  /** Its assertion was signed by the provider, and not used before. */
  isProven = false
  /** It is counted alone: see strangers.ts. */
  isCountedAlone = false
  /** The customer's walk whose 許可 this request turns into a grant. */
  walk: ConsentSession | undefined
  #correlationId: string | undefined

  /** Made when something is recorded under it: most requests leave nothing but rows. */
  get correlationId(): string {
    this.#correlationId ??= randomUUID()
    return this.#correlationId
  }

  onSuccess(op: Op): void {
    this.#onSuccess.push(op)
  }

  always(op: Op): void {
    this.#always.push(op)
  }

  /** Runs after a commit that did not fail: what is removed from memory. After a failed one it stays, so that the request can be made again. */
  afterwards(op: Op): void {
    this.#afterwards.push(op)
  }

  /**
   * One commit. When something fails in it, what was asked for is undone and what a refusal demands stays, with the audit
   * entry of that refusal.
   * @throws what failed, once the rest is on disk
   */
  async commit(
    store: Store,
    succeeded: boolean,
    auditRefusal: (error: unknown) => void,
  ): Promise<void> {
    if (this.#always.length + (succeeded ? this.#onSuccess.length : 0) > 0)
      await this.#write(store, succeeded, auditRefusal)
    runAll(this.#afterwards)
  }

  async #write(
    store: Store,
    succeeded: boolean,
    auditRefusal: (error: unknown) => void,
  ): Promise<void> {
    const failed = await store.write((apart) => {
      // Savepoints cost as much as the rows between them: they are taken only once something has failed.
      if (!apart) {
        runAll(this.#always)
        if (succeeded) runAll(this.#onSuccess)
        return undefined
      }
      const failures = this.#always.map((op) => store.attempt(op))
      const first =
        failures.find((failure) => failure !== undefined) ??
        (succeeded ? store.attempt(() => runAll(this.#onSuccess)) : undefined)
      if (first && succeeded) auditRefusal(first.error)
      return first
    })
    if (failed) throw failed.error
  }
}

function runAll(ops: readonly Op[]): void {
  for (const op of ops) op()
}

const current = new AsyncLocalStorage<UnitOfWork>()

export function inUnitOfWork<T>(work: UnitOfWork, run: () => Promise<T>): Promise<T> {
  return current.run(work, run)
}

/** The unit of the request that is being answered. Calling it outside of one is a bug. */
export function currentWork(): UnitOfWork {
  const work = current.getStore()
  if (!work) throw new Error('no unit of work: a write outside of a request')
  return work
}

export function workIfAny(): UnitOfWork | undefined {
  return current.getStore()
}
