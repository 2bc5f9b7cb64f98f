import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Reader, StartRefused, type Store, sql, writeWhole } from '#db'
import type { Keys } from '../keys/keys.ts'
import { Journal } from './journal.ts'

export const headFile = 'audit-head'
/** The file is at most this far behind the database. */
const behindMs = 100
const slotBytes = 512

export interface Head {
  id: number
  hash: string
}
interface Entry {
  id: number
  hash: Uint8Array
}
type HeadKeys = Pick<Keys, 'auditHead'>

const newest = sql.selectFrom('auditEntries').select(['id', 'hash']).orderBy('id', 'desc').limit(1)
/**
 * Keeps the newest entry's number and hash in a file beside the database. SQLite silently drops every commit behind a
 * damaged WAL frame (T7), and grants that were revoked would be live again; the next start notices when the file knows an
 * entry that the database lacks. Each line carries an HMAC: without the keys nobody can write one.
 */
export class AuditHead {
  readonly #store: Store
  readonly #keys: HeadKeys
  readonly #onError: (error: unknown) => void
  readonly #path: string
  readonly #journal: Journal
  #file: FileHandle | undefined
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  /** The file was missing although there are entries: somebody removed it, or put an older copy of the database back. */
  readonly wasMissing: boolean

  constructor(
    store: Store,
    given: {
      keys: HeadKeys
      /** What the file said before the start. */
      found: Head | undefined
      wasMissing: boolean
      onError: (error: unknown) => void
    },
  ) {
    this.#store = store
    this.#keys = given.keys
    this.#onError = given.onError
    this.#path = join(store.folder, headFile)
    this.wasMissing = given.wasMissing
    this.#journal = new Journal(store, (given.found ?? store.read(newest)[0])?.id ?? 0)
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
    try {
      const [last] = this.#store.read(newest)
      if (!last) return
      await this.#journal.follow(last.id)
      writeWhole(this.#path, twoSlots(last, this.#keys))
    } catch (error) {
      // On a full disk, or of a damaged audit, the file stays as it is: a little behind, which the next start accepts.
      this.#onError(error)
    }
  }

  async #write(): Promise<void> {
    const [last] = this.#store.read(newest)
    if (!last) return
    // A file that knows an entry which a power cut took away would refuse the next start.
    await this.#store.synced()
    await this.#journal.follow(last.id)
    if (!this.#file) {
      // Never empty on disk, not even for the moment after it was made.
      writeWhole(this.#path, twoSlots(last, this.#keys))
      this.#file = await open(this.#path, 'r+')
      return
    }
    await this.#file.write(slot(last, this.#keys), 0, slotBytes, place(last.id))
    await this.#file.datasync()
  }
}

/** Two slots, written alternately: a write that is cut off leaves the other slot whole. */
const place = (id: number): number => (id % 2) * slotBytes

const checkOf = (text: string, keys: HeadKeys): string =>
  createHmac('sha256', keys.auditHead).update(text).digest('hex')

function slot(last: Entry, keys: HeadKeys): Buffer {
  const text = `${last.id} ${Buffer.from(last.hash).toString('hex')}`
  return Buffer.from(`${text} ${checkOf(text, keys)}`.padEnd(slotBytes - 1).concat('\n'))
}

const twoSlots = (last: Entry, keys: HeadKeys): Buffer =>
  Buffer.concat([slot(last, keys), slot(last, keys)])

/**
 * @returns undefined: there is no such file
 * @throws StartRefused audit-lost: no line of it was written with these keys
 */
export function readHead(folder: string, keys: HeadKeys): Head | undefined {
  const path = join(folder, headFile)
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
    return check === checkOf(`${id} ${hash}`, keys) ? [{ id: Number(id), hash }] : []
  })
  const newest = heads.sort((a, b) => b.id - a.id)[0]
  if (!newest)
    throw lost(
      `監査の控えが、このデータの鍵で書かれたものではありません: ${path}`,
      'The audit head was not written with these keys.',
    )
  return newest
}

/** The database has this entry, with this hash. */
export function isInChain(head: Head, reader: Pick<Reader, 'read'>): boolean {
  const [found] = reader.read(
    sql.selectFrom('auditEntries').select('hash').where('id', '=', head.id),
  )
  return found !== undefined && Buffer.from(found.hash).toString('hex') === head.hash
}

/** Whether the file agrees with the database. */
export function checkHead(
  folder: string,
  keys: HeadKeys,
  reader: Pick<Reader, 'read'>,
): 'agrees' | 'missing' | 'differs' {
  try {
    const head = readHead(folder, keys)
    if (!head) return 'missing'
    return isInChain(head, reader) ? 'agrees' : 'differs'
  } catch (error) {
    if (error instanceof StartRefused) return 'differs'
    throw error
  }
}

/** @throws StartRefused audit-lost */
export function refuseLost(folder: string, head: Head, reader: Pick<Reader, 'read'>): void {
  if (isInChain(head, reader)) return
  const [last] = reader.read(newest)
  throw lost(
    `監査の記録が足りません（データベース ${last?.id ?? 0}件まで、控え ${head.id}件まで）: ${join(folder, headFile)}`,
    'The database lacks audit entries that were written.',
  )
}

function lost(what: string, english: string): StartRefused {
  return new StartRefused(
    `${what}\n解除などの記録が失われているおそれがあるため起動しません。新しいバックアップから復元してください。古いデータと知ったうえで使うときは、このファイルを別の場所に移してから起動してください。移したことは監査に残ります。 (${english})`,
    { reason: 'audit-lost' },
  )
}
