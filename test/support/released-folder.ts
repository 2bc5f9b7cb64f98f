import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '#db'
import { endGrant, verifyTrail } from '#engine'
import { newIdentity, readContainer } from '../../src/main/backup/container.ts'
import { writeBackup } from '../../src/main/backup/write.ts'
import { World } from './world.ts'

/**
 * `npm run release:fixture`: keeps a small data folder as this version of the program makes it, as a backup in
 * test/fixtures/released, named by the version of the database. Every later version must open it. Made anew by the commit that is
 * released; after that never again.
 */
export const releasedFolder = join(import.meta.dirname, '../fixtures/released')

export interface Released {
  schema: number
  /** Opens the backup; invented data need no secret. */
  identity: string
  keys: string
  grants: { live: number; revoked: number }
  entries: number
}

export const unpack = async (name: string, released: Released, folder: string): Promise<void> => {
  const from = join(releasedFolder, `${name}.tar.gz.age`)
  const keys = await readContainer(from, [released.identity], { folder, secret: 'keys.json' })
  writeWhole(join(folder, 'keys.json'), keys)
  rmSync(join(folder, 'manifest.json'))
}

export async function makeReleased(): Promise<void> {
  const world = await World.open({ customers: 3 })
  const { engine } = world
  const live = await world.permit({ customer: 0 })
  const revoked = await world.permit({ customer: 1 })
  await engine.store.write(() =>
    endGrant(world.by(), {
      grantId: revoked,
      to: 'revoked',
      requester: 'self',
      requestChannel: 'phone',
      reason: 'no-longer-used',
      action: 'grants.revoke',
    }),
  )
  await engine.trail.check()
  const schema = Number(engine.store.pragma('user_version'))
  const { identity, recipient } = await newIdentity()
  const { entries } = await verifyTrail(engine.store)
  mkdirSync(releasedFolder, { recursive: true })
  const to = join(releasedFolder, `${schema}.tar.gz.age`)
  rmSync(to, { force: true })
  const { folder } = engine.store
  const { keys } = engine
  // Closing writes the audit head, which the backup needs.
  await engine.close()
  await writeBackup({ folder, keys, to, recipient, program: 'fixture', now: Date.now() })
  const released: Released = { schema, identity, keys: keys.id, grants: { live, revoked }, entries }
  writeWhole(join(releasedFolder, `${schema}.json`), `${JSON.stringify(released, null, 2)}\n`)
  rmSync(folder, { recursive: true })
  process.stdout.write(`${to}\n`)
}

if (import.meta.main) await makeReleased()
