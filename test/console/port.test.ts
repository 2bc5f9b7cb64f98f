import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from '#db'
import { Backups } from '../../src/main/backup/backups.ts'
import { answerPort } from '../../src/main/console/port.ts'
import { PreviewPages } from '../../src/main/console/preview-pages.ts'
import type { Desk } from '../support/desk-client.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await World.open({ customers: 0, providers: [] })
})
afterAll(() => world.close())

/** One window of the desktop: its own port, and no cookie. */
function openWindow() {
  const { port1, port2 } = new MessageChannel()
  answerPort(port1, {
    engine: world.engine,
    previews: new PreviewPages(),
    backups: new Backups(world.engine),
    connectionTest: () => null,
    setupCode: () => 'ABCD-EFGH-JKLM',
    place: { issuer: 'https://issuer.example', console: 'x', listening: () => false, startedAt: 7 },
  })
  for (const port of [port1, port2]) port.start()
  const desk: Desk = createORPCClient(new RPCLink({ port: port2 }))
  return { desk, close: () => port1.close() }
}

it('on the desktop each window signs in for itself, from there, and is handed the first code', async () => {
  const { login } = await world.staff('sysadmin', 'at-the-desk')
  const [one, two] = [openWindow(), openWindow()]
  expect(await one.desk.staff.signIn(login)).toMatchObject({ role: 'sysadmin' })
  expect([(await one.desk.staff.me())?.role, await two.desk.staff.me()]).toEqual(['sysadmin', null])
  const newest = sql.selectFrom('auditEntries').select('terminal').orderBy('id', 'desc').limit(1)
  expect(world.engine.store.read(newest)).toEqual([{ terminal: 'desktop' }])
  expect(await two.desk.setup.status()).toMatchObject({ codeHandedOver: 'ABCD-EFGH-JKLM' })
  expect(await one.desk.system.status()).toMatchObject({
    ...{ console: 'x', startedAt: 7, keysWrapped: false },
    provider: { listening: false, issuer: 'https://issuer.example' },
    backup: { plan: null, running: false },
    audit: { state: 'unchecked' },
  })
  await one.desk.staff.signOut()
  expect(await codeOf(one.desk.system.status())).toBe('staff.not-signed-in')
  one.close()
  two.close()
})
