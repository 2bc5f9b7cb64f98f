import { closeSync, existsSync, openSync, readSync } from 'node:fs'

const walHeaderBytes = 32
const frameHeaderBytes = 24
const pageBytes = 4_096
/** In the shared memory file: the last frame that SQLite takes (sqlite.org/walformat.html §2.1). */
const lastFrameAt = 16

/**
 * SQLite ends a write-ahead log at its first frame whose checksum is wrong, and drops what follows without a word. A power cut leaves
 * such a place too, but only within the newest commit: each is synced before the next one is made (commit-queue.ts). So where
 * two or more commits of the same log follow, something that was acknowledged is damaged.
 * @param path of the database; a connection must have read it since the last writer
 * @returns what is wrong; undefined: nothing
 */
export function droppedCommits(path: string): string | undefined {
  const last = read(`${path}-shm`, (at) => at(lastFrameAt, 4).readUInt32LE()) ?? 0
  return read(`${path}-wal`, (at) => {
    const head = at(0, walHeaderBytes)
    if (head.length < walHeaderBytes) return undefined
    // It is written at once, within one sector.
    if (!isHeader(head)) return 'renkei.db-wal: header'
    const salt = head.subarray(16, 24)
    let commits = 0
    for (let frame = last; ; frame += 1) {
      const header = at(walHeaderBytes + frame * (frameHeaderBytes + pageBytes), frameHeaderBytes)
      if (header.length < frameHeaderBytes || !header.subarray(8, 16).equals(salt)) {
        // The damaged frame itself may be the one whose salt is wrong.
        if (header.length < frameHeaderBytes || frame > last) break
        continue
      }
      // The size of the database stands in the last frame of a commit alone.
      if (header.readUInt32BE(4) !== 0) commits += 1
    }
    return commits > 1
      ? `renkei.db-wal: frame ${last + 1}, and ${commits} commits follow`
      : undefined
  })
}

/** The header's own checksum, over words in the order of bytes that its first number tells. */
function isHeader(head: Buffer): boolean {
  const bigEndian = (head.readUInt32BE(0) & 1) === 1
  const word = (at: number): number => (bigEndian ? head.readUInt32BE(at) : head.readUInt32LE(at))
  let [one, two] = [0, 0]
  for (let at = 0; at < 24; at += 8) {
    one = (one + word(at) + two) >>> 0
    two = (two + word(at + 4) + one) >>> 0
  }
  return head.readUInt32BE(24) === one && head.readUInt32BE(28) === two
}

function read<T>(
  path: string,
  of: (at: (place: number, bytes: number) => Buffer) => T,
): T | undefined {
  if (!existsSync(path)) return undefined
  const file = openSync(path, 'r')
  try {
    return of((place, bytes) => {
      const found = Buffer.alloc(bytes)
      return found.subarray(0, readSync(file, found, 0, bytes, place))
    })
  } finally {
    closeSync(file)
  }
}
