import { expect, it, onTestFinished, vi } from 'vitest'
import { consoleOf, openDesk } from '../support/desk-client.ts'
import { World } from '../support/world.ts'

/** What comes every few seconds comes at once here. */
vi.mock('node:timers/promises', async (original) => {
  const timers = await original<typeof import('node:timers/promises')>()
  const setTimeout: typeof timers.setTimeout = (ms = 0, ...rest) =>
    timers.setTimeout(Math.min(ms, 10), ...rest)
  return { ...timers, setTimeout }
})

it('the state of the service is sent to nobody who has signed out or locked the window', async () => {
  const world = await World.open({ customers: 0, providers: [] })
  const listener = await consoleOf(world)
  onTestFinished(async () => {
    await listener.close()
    await world.close()
  })
  for (const leave of ['signOut', 'lock'] as const) {
    const { login } = await world.staff('hq-admin', `who-${leave}`.toLowerCase())
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(login)
    const stream = (await desk.system.watch())[Symbol.asyncIterator]()
    for (let n = 0; n < 3; n++) expect(await stream.next()).toMatchObject({ done: false })
    await desk.staff[leave]()
    // One may have been on its way.
    const next = [await stream.next(), await stream.next()]
    expect(next.at(-1)).toMatchObject({ done: true })
  }
})
