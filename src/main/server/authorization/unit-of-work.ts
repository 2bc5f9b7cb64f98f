import { AsyncLocalStorage } from 'node:async_hooks'
import type { Store } from '#db'

type Op = () => void

/**
 * All writes of one request, committed together before its answer leaves (protocol.md section 2). `onSuccess` is what was
 * asked for; `always` is what even a refusal demands: used assertions, the end of a replayed code's grant, audit rows.
 */
export class UnitOfWork {
  readonly #onSuccess: Op[] = []
  readonly #always: Op[] = []
  /** Set by an error event: a redirect with `error=` is a refusal too, although its status is 303. */
  refused: { error: string; detail: string } | undefined
  /** Whose request it is and which grant it touches, for the access record. */
  provider: { id: number; name: string; clientId: string } | undefined
  grantId: number | null = null
  codeReplayed = false
  readonly correlationId: string

  constructor(correlationId: string) {
    this.correlationId = correlationId
  }

  onSuccess(op: Op): void {
    this.#onSuccess.push(op)
  }

  always(op: Op): void {
    this.#always.push(op)
  }

  async commit(store: Store, succeeded: boolean): Promise<void> {
    const ops = succeeded ? [...this.#always, ...this.#onSuccess] : this.#always
    if (ops.length === 0) return
    await store.write(() => {
      for (const op of ops) op()
    })
  }
}

const current = new AsyncLocalStorage<UnitOfWork>()

export function inUnitOfWork<T>(work: UnitOfWork, run: () => Promise<T>): Promise<T> {
  return current.run(work, run)
}

/** The unit of the request being answered. Outside of one there is none: that is a bug, not a case. */
export function currentWork(): UnitOfWork {
  const work = current.getStore()
  if (!work) throw new Error('no unit of work: a write outside of a request')
  return work
}

export function workIfAny(): UnitOfWork | undefined {
  return current.getStore()
}
