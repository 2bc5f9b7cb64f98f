import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newIdentity } from '../../src/main/backup/container.ts'
import { writeBackup } from '../../src/main/backup/write.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { World } from '../support/world.ts'

let world: World
let to: string
let copy: string
beforeEach(async () => {
  world = await World.open()
  to = temporaryFolder()
  copy = join(temporaryFolder(), 'data')
})
afterEach(async () => {
  await world.close()
  for (const folder of [to, copy]) removeFolder(folder)
})

it('a database with a damaged page is not passed on as a backup, and nothing is left', async () => {
  const { store, keys } = world.engine
  store.pragma('wal_checkpoint(TRUNCATE)')
  cpSync(store.folder, copy, { recursive: true })
  const { recipient } = await newIdentity()
  const write = (name: string) =>
    writeBackup({
      ...{ folder: copy, keys, to: join(to, name), recipient, program: 'test' },
      now: Date.now(),
    })
  await write('sound.age')
  const file = join(copy, 'renkei.db')
  const bytes = readFileSync(file)
  const [page] = world.engine.store.bulk((db) =>
    db
      .prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'transactions'")
      .pluck()
      .all(),
  )
  const size = Number(store.pragma('page_size'))
  bytes.fill(0xff, ((page ?? 0) - 1) * size, (page ?? 0) * size)
  writeFileSync(file, bytes)
  await expect(write('damaged.age')).rejects.toThrow(/damaged|malformed/)
  expect(readdirSync(to)).toEqual(['sound.age'])
  expect(readdirSync(copy)).not.toContain('backup-work')
})
