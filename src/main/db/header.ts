import { closeSync, openSync, readSync } from 'node:fs'

/** 'RKDK': marks a database file as this program's. */
export const applicationId = 0x524b444b
const headerBytes = 100
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
/** From here to the reserved bytes there is nothing while all tables are in the log alone. */
const emptyFrom = 40
const emptyTo = 92

/**
 * What every database of this program has in its first 100 bytes (sqlite.org/fileformat2.html §1.3), however old and whatever is in it:
 * the bytes from `at` on are one of `be`. SQLite itself lets some of them pass, and then writes fail while it runs.
 */
const constant: readonly { at: number; be: readonly (readonly number[])[] }[] = [
  { at: 0, be: [[...Buffer.from('SQLite format 3\0')]] },
  // Pages of 4,096 bytes, and the fractions of a page that no other value is allowed for.
  { at: 16, be: [[0x10, 0x00]] },
  // With a write-ahead log, or as a backup leaves it, without.
  {
    at: 18,
    be: [
      [2, 2],
      [1, 1],
    ],
  },
  { at: 20, be: [[0, 64, 32, 32]] },
  // Schema format 4.
  { at: 44, be: [[0, 0, 0, 4]] },
  { at: 52, be: [[0, 0, 0, 0]] },
  // UTF-8.
  { at: 56, be: [[0, 0, 0, 1]] },
  { at: 64, be: [[0, 0, 0, 0]] },
  { at: 68, be: [[...u32(applicationId)]] },
  { at: 72, be: [Array.from({ length: 20 }, () => 0)] },
]

/** The places of the header that are not as they must be. */
export function wrongInHeader(path: string): number[] {
  const header = Buffer.alloc(headerBytes)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, headerBytes, 0)
  } finally {
    closeSync(file)
  }
  const empty = header.subarray(emptyFrom, emptyTo).every((byte) => byte === 0)
  return constant
    .filter(({ at }) => !empty || at < emptyFrom)
    .filter(({ at, be }) => !be.some((bytes) => bytes.every((byte, i) => header[at + i] === byte)))
    .map(({ at }) => at)
}
