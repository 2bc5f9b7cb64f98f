import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { query, StartRefused, type Store, sql, writeWhole } from '#db'

export const headFile = 'audit-head'
/** The file is at most this far behind the database. */
const behindMs = 100
const slotBytes = 512

interface Head {
  id: number
  hash: string
}

const newest = sql.selectFrom('auditEntries').select(['id', 'hash']).orderBy('id', 'desc').limit(1)
const numbered = query<{ id: number }>()((k, v) =>
  k.selectFrom('auditEntries').select('hash').where('id', '=', v('id')),
)

/**
 * Keeps the newest entry's number and hash in a file beside the database. SQLite silently drops every commit behind a
 * damaged WAL frame (T7), and grants that were revoked would be live again; the next start notices when the file knows an
 * entry that the database lacks.
 */
export class AuditHead {
  readonly #store: Store
  readonly #onError: (error: unknown) => void
  readonly #path: string
  #file: FileHandle | undefined
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  /** The file was missing although there are entries: somebody removed it, or put an older copy of the database back. */
  readonly wasMissing: boolean

  /** @throws StartRefused audit-lost */
  constructor(store: Store, onError: (error: unknown) => void) {
    this.#store = store
    this.#onError = onError
    this.#path = join(store.folder, headFile)
    const kept = readHead(this.#path)
    const [last] = store.read(newest)
    this.wasMissing = kept === undefined && last !== undefined
    if (!kept) return
    const found = store.statement(numbered).get({ id: kept.id })
    if (found && Buffer.from(found.hash).toString('hex') === kept.hash) return
    throw new StartRefused(
      `監査の記録が足りません（データベース ${last?.id ?? 0}件まで、控え ${kept.id}件まで）: ${this.#path}\n解除などの記録が失われているおそれがあるため起動しません。新しいバックアップから戻してください。古いデータと知ったうえで使うときは、このファイルを別の場所に移してから起動してください。移したことは監査に残ります。 (The database lacks audit entries that were written.)`,
      { reason: 'audit-lost' },
    )
  }

  /** Called when an entry was added, or will be with the commit that is being made. */
  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#writing = this.#writing.then(() => this.#write()).catch(this.#onError)
    }, behindMs).unref()
  }

  /** Before the data is closed: the newest entry is in the file. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#writing
    await this.#file?.close()
    const [last] = this.#store.read(newest)
    if (!last) return
    writeWhole(this.#path, twoSlots(last))
  }

  async #write(): Promise<void> {
    const [last] = this.#store.read(newest)
    if (!last) return
    // A file that knows an entry which a power cut took away would refuse the next start.
    await this.#store.synced()
    if (!this.#file) {
      // Never empty on disk, not even for the moment after it was made.
      writeWhole(this.#path, twoSlots(last))
      this.#file = await open(this.#path, 'r+')
      return
    }
    await this.#file.write(slot(last), 0, slotBytes, place(last.id))
    await this.#file.datasync()
  }
}

/** Two slots, written alternately: a write that is cut off leaves the other slot whole. */
const place = (id: number): number => (id % 2) * slotBytes

const checkOf = (text: string): string => createHash('sha256').update(text).digest('hex')

function slot(last: { id: number; hash: Uint8Array }): Buffer {
  const text = `${last.id} ${Buffer.from(last.hash).toString('hex')}`
  return Buffer.from(`${text} ${checkOf(text)}`.padEnd(slotBytes - 1).concat('\n'))
}

const twoSlots = (last: { id: number; hash: Uint8Array }): Buffer =>
  Buffer.concat([slot(last), slot(last)])

function readHead(path: string): Head | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const heads = [0, slotBytes].flatMap((at): Head[] => {
    const [id = '', hash = '', check] = bytes
      .subarray(at, at + slotBytes)
      .toString()
      .trim()
      .split(' ')
    return check === checkOf(`${id} ${hash}`) ? [{ id: Number(id), hash }] : []
  })
  return heads.sort((a, b) => b.id - a.id)[0]
}
