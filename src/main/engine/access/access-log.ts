import { query, type Store } from '#db'

export interface AccessRecord {
  at: number
  providerId: number
  grantId: number | null
  endpoint: string
  accountId: number | null
  status: number
  result: string
  rows: number | null
}

const touch = query<{ id: number; at: number; before: number }>()((k, v) =>
  k
    .updateTable('grants')
    .set({ lastAccessAt: v('at') })
    .where('id', '=', v('id'))
    .where((e) => e.or([e('lastAccessAt', 'is', null), e('lastAccessAt', '<=', v('before'))])),
)

const flushMs = 250
const minuteMs = 60_000

interface Minute {
  minute: number
  calls: number
  errors: number
}

/**
 * One record for every call of a provider (R82), kept in memory for at most a quarter second and then committed together;
 * 最終アクセス of a grant is written at most once a minute. A crash may lose that quarter second of reads, never an act.
 */
export class AccessLog {
  readonly #store: Store
  #buffer: AccessRecord[] = []
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  readonly #minutes: Minute[] = []
  /** When each grant's 最終アクセス was last written: most calls need no write, and no query to know so. */
  readonly #touched = new Map<number, number>()

  constructor(store: Store) {
    this.#store = store
  }

  add(record: AccessRecord): void {
    this.#buffer.push(record)
    this.#count(record)
    this.#timer ??= setTimeout(() => void this.flush(), flushMs)
  }

  /** Resolves when everything added so far is committed, including a flush that is under way. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const records = this.#buffer.splice(0)
    if (records.length > 0) this.#writing = this.#writing.then(() => this.#write(records))
    return this.#writing
  }

  async #write(records: AccessRecord[]): Promise<void> {
    const last = new Map<number, number>()
    for (const { grantId, at, result } of records)
      if (grantId !== null && result === 'ok' && at - (this.#touched.get(grantId) ?? 0) >= minuteMs)
        last.set(grantId, at)
    await this.#store
      .write(() => {
        for (const record of records) this.#store.insert('accessRecords', record)
        for (const [id, at] of last)
          this.#store.statement(touch).run({ id, at, before: at - minuteMs })
      })
      .then(() => {
        if (this.#touched.size > 100_000) this.#touched.clear()
        for (const [id, at] of last) this.#touched.set(id, at)
      })
      .catch(() => {
        // A full disk: keeps the newest records in memory and tries again with the next call.
        this.#buffer = [...records, ...this.#buffer].slice(-10_000)
      })
  }

  /** Calls and errors of the last hour, since this start of the program at most. */
  lastHour(now: number): { calls: number; errors: number } {
    const from = Math.floor(now / minuteMs) - 59
    const recent = this.#minutes.filter((entry) => entry.minute >= from)
    return {
      calls: recent.reduce((sum, entry) => sum + entry.calls, 0),
      errors: recent.reduce((sum, entry) => sum + entry.errors, 0),
    }
  }

  #count(record: AccessRecord): void {
    const minute = Math.floor(record.at / minuteMs)
    let entry = this.#minutes.at(-1)
    if (entry?.minute !== minute) {
      entry = { minute, calls: 0, errors: 0 }
      this.#minutes.push(entry)
      if (this.#minutes.length > 60) this.#minutes.shift()
    }
    entry.calls += 1
    if (record.status >= 400) entry.errors += 1
  }
}
