import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareFolder, StartRefused, writeWhole } from '#db'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => removeFolder(folder))

const mode = (path: string): number => statSync(path).mode & 0o777
const refusal = (): string | undefined => {
  try {
    prepareFolder(folder)
    return undefined
  } catch (error) {
    return error instanceof StartRefused ? `${error.reason} ${error.exitCode}` : String(error)
  }
}

describe('a file beside the database', () => {
  it('is written whole under its name, for its owner alone, and leaves nothing beside it', () => {
    const path = join(folder, 'keys.json')
    writeFileSync(`${path}.new`, 'cut off')
    writeWhole(path, 'first')
    writeWhole(path, 'second')
    expect(readFileSync(path, 'utf8')).toBe('second')
    expect(mode(path)).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['keys.json'])
  })

  it('is not replaced when it must be new', () => {
    const path = join(folder, 'day.jws')
    writeWhole(path, 'first', 'new')
    expect(() => writeWhole(path, 'second', 'new')).toThrow('EEXIST')
    expect(readFileSync(path, 'utf8')).toBe('first')
    expect(readdirSync(folder)).toEqual(['day.jws'])
  })
})

describe.skipIf(process.platform === 'win32')('a data folder that others can read', () => {
  it('is closed to them with all that it holds', () => {
    for (const name of ['renkei.db', 'renkei.db-wal', 'renkei.db-shm'])
      writeFileSync(join(folder, name), '')
    mkdirSync(join(folder, 'logs'))
    writeFileSync(join(folder, 'logs', 'engine.log'), '')
    for (const name of readdirSync(folder, { recursive: true }) as string[])
      chmodSync(join(folder, name), name === 'logs' ? 0o755 : 0o644)
    chmodSync(folder, 0o755)
    expect(refusal()).toBeUndefined()
    expect(mode(folder)).toBe(0o700)
    for (const name of readdirSync(folder, { recursive: true }) as string[])
      expect([name, mode(join(folder, name)) & 0o077]).toEqual([name, 0])
  })

  it('keeps a file closed that was put into a closed folder', () => {
    writeFileSync(join(folder, 'renkei.db'), '')
    chmodSync(join(folder, 'renkei.db'), 0o644)
    expect(refusal()).toBeUndefined()
    expect(mode(join(folder, 'renkei.db'))).toBe(0o600)
  })

  it.each([
    ['it is shared by everybody, like /tmp', 0o1777, 'renkei.db'],
    ['it holds other things than ours', 0o755, 'holidays.jpg'],
  ])('is refused and left as it is when %s', (_, bits, name) => {
    writeFileSync(join(folder, name), '')
    chmodSync(folder, bits)
    expect(refusal()).toBe('folder-exposed 19')
    expect(statSync(folder).mode & 0o7777).toBe(bits)
    expect(existsSync(join(folder, 'engine.lock'))).toBe(false)
  })
})
