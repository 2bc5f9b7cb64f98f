import { createHash, randomBytes } from 'node:crypto'
import {
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StartRefused, Store } from '#db'
import { type DataKey, openEngine, recordAudit, systemContext } from '#engine'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { TestClock } from '../support/world.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => removeFolder(folder))

const open = (dataKey?: DataKey, at = folder) =>
  openEngine({
    folder: at,
    clock: new TestClock(),
    log: { warn() {}, error() {} },
    version: 'test',
    dataKey,
  })
const fill = async (dataKey?: DataKey, at = folder): Promise<void> => {
  const engine = open(dataKey, at)
  await engine.store.write(() => recordAudit(systemContext(engine), { action: 'system.seed' }))
  await engine.close()
}
const refusal = (dataKey?: DataKey): string => {
  try {
    void open(dataKey).close()
    return 'opened'
  } catch (error) {
    return error instanceof StartRefused ? `${error.reason} ${error.exitCode}` : String(error)
  }
}
/** Names and hashes of all files; the lock of the folder is nobody's data. */
const files = (): [string, string][] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name !== 'engine.lock')
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ])

describe('a start that is refused leaves every file as it was', () => {
  it.each<[string, string, () => void | Promise<void>]>([
    [
      'the database is missing, and its head is there',
      'database-missing 20',
      () => {
        rmSync(join(folder, 'renkei.db'))
        rmSync(join(folder, 'keys.json'))
      },
    ],
    [
      'the database is missing, and its keys are there',
      'database-missing 20',
      () => {
        rmSync(join(folder, 'renkei.db'))
        rmSync(join(folder, 'audit-head'))
      },
    ],
    [
      'the database is empty, and its keys are there',
      'database-missing 20',
      () => writeFileSync(join(folder, 'renkei.db'), ''),
    ],
    ['the keys are missing', 'keys-unusable 16', () => rmSync(join(folder, 'keys.json'))],
    [
      'the keys are torn',
      'keys-unusable 16',
      () => {
        const path = join(folder, 'keys.json')
        writeFileSync(path, readFileSync(path).subarray(0, 100))
      },
    ],
    [
      'the keys are of another database',
      'keys-unusable 16',
      async () => {
        const other = temporaryFolder()
        await fill(undefined, other)
        renameSync(join(other, 'keys.json'), join(folder, 'keys.json'))
        removeFolder(other)
      },
    ],
    [
      'the head knows more',
      'audit-lost 18',
      async () => {
        const older = temporaryFolder()
        cpSync(join(folder, 'renkei.db'), join(older, 'renkei.db'))
        await fill()
        cpSync(join(older, 'renkei.db'), join(folder, 'renkei.db'))
        removeFolder(older)
      },
    ],
  ])('%s', async (_, expected, spoil) => {
    await fill()
    await spoil()
    const before = files()
    expect(refusal()).toBe(expected)
    expect(refusal()).toBe(expected)
    expect(files()).toEqual(before)
  })

  it('but a first start that was cut off before its keys were made goes on', async () => {
    await new Store(folder).close()
    expect(refusal()).toBe('opened')
  })
})

describe('keys.json at rest', () => {
  const dataKey = randomBytes(32)

  it('is wrapped from the first on where there is a key, and a copied folder alone opens nothing', async () => {
    await fill(dataKey)
    const before = files()
    expect(refusal()).toBe('keys-locked 21')
    expect(refusal(randomBytes(32))).toBe('keys-locked 21')
    expect(files()).toEqual(before)
    const engine = open(dataKey)
    const stored = readFileSync(join(folder, 'keys.json'), 'utf8')
    for (const secret of [engine.keys.factors, engine.keys.pepper, engine.keys.cookies])
      expect(stored).not.toContain(secret.toString('base64url'))
    expect(stored).not.toContain('"d"')
    await engine.close()
  })

  it('is converted at the first start with a key; the keys stay what they were', async () => {
    await fill()
    const plain = JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8'))
    const engine = open(dataKey)
    expect(engine.keys.wrapped).toBe(true)
    expect(JSON.parse(engine.keys.plain)).toEqual(plain)
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).not.toContain(plain.pepper)
    await engine.close()
    expect(refusal()).toBe('keys-locked 21')
    expect(refusal(dataKey)).toBe('opened')
  })

  it('that was changed by one bit is not opened', async () => {
    await fill(dataKey)
    const path = join(folder, 'keys.json')
    const stored = JSON.parse(readFileSync(path, 'utf8'))
    for (const part of ['salt', 'iv', 'tag', 'sealed']) {
      const bytes = Buffer.from(stored[part], 'base64url')
      bytes[0] = (bytes[0] ?? 0) ^ 1
      writeFileSync(path, JSON.stringify({ ...stored, [part]: bytes.toString('base64url') }))
      expect([part, refusal(dataKey)]).toEqual([part, 'keys-locked 21'])
    }
  })
})
