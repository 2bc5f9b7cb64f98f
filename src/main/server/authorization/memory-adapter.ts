import type { Adapter, AdapterPayload } from 'oidc-provider'
import { workIfAny } from './unit-of-work.ts'

const most = 50_000

/**
 * Records of a few minutes, bound to one browser: if they are lost the customer starts anew. Entries are dropped by age; a
 * Map keeps them in the order in which they came.
 */
export class MemoryAdapter implements Adapter {
  readonly #entries = new Map<string, { payload: AdapterPayload; endsAt: number }>()
  readonly #byUid = new Map<string, string>()

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<undefined> {
    this.#sweep()
    this.#entries.delete(id)
    this.#entries.set(id, { payload, endsAt: Date.now() + expiresIn * 1000 })
    if (payload.uid) this.#byUid.set(payload.uid, id)
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const entry = this.#entries.get(id)
    return entry && entry.endsAt > Date.now() ? entry.payload : undefined
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const id = this.#byUid.get(uid)
    return id === undefined ? undefined : this.find(id)
  }

  async findByUserCode(): Promise<undefined> {}

  async consume(id: string): Promise<undefined> {
    const entry = this.#entries.get(id)
    if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000)
  }

  /** With the answer, not before: a 許可 whose commit is refused leads back to the page. */
  async destroy(id: string): Promise<undefined> {
    const work = workIfAny()
    if (work) work.afterwards(() => this.#drop(id))
    else this.#drop(id)
  }

  #drop(id: string): void {
    const uid = this.#entries.get(id)?.payload.uid
    if (uid && this.#byUid.get(uid) === id) this.#byUid.delete(uid)
    this.#entries.delete(id)
  }

  async revokeByGrantId(): Promise<undefined> {}

  #sweep(): void {
    const now = Date.now()
    for (const [id, { endsAt }] of this.#entries) {
      if (endsAt > now && this.#entries.size < most) return
      this.#drop(id)
    }
  }
}
