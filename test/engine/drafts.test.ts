import { afterAll, beforeAll, expect, it } from 'vitest'
import { forgetDrafts } from '../../src/main/engine/drafts.ts'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

let world: World
let listener: OpenConsole
let clerk: Desk
let officer: Desk
beforeAll(async () => {
  world = await World.open({ customers: 1 })
  world.clock.stop()
  listener = await consoleOf(world)
  ;[clerk, officer] = (await Promise.all(
    (['clerk', 'officer'] as const).map(async (role) => {
      const { desk } = openDesk(listener.url)
      await desk.staff.signIn((await world.staff(role, `drafts-${role}`)).login)
      return desk
    }),
  )) as [Desk, Desk]
})
afterAll(async () => {
  await listener.close()
  await world.close()
})

it('what a person has typed is theirs alone, in any of their windows, until it is sent or some hours have passed', async () => {
  await clerk.work.keep({ place: '/customers/1#note', value: { note: '折り返し' } })
  await clerk.work.keep({ place: '/customers/1#said', value: 'すずき' })
  await clerk.work.keep({ place: '/customers/1#said', value: 'すずきい' })
  expect(await officer.work.drafts()).toEqual([])
  const other = openDesk(listener.url).desk
  await other.staff.signIn({ loginId: 'drafts-clerk', password: 'long-enough-clerk' })
  expect(await other.work.drafts()).toEqual([
    { place: '/customers/1#note', value: { note: '折り返し' } },
    { place: '/customers/1#said', value: 'すずきい' },
  ])
  await other.work.keep({ place: '/customers/1#said' })
  expect((await clerk.work.drafts()).map(({ place }) => place)).toEqual(['/customers/1#note'])
  world.clock.offset += 4 * 3_600_000 + 1
  await other.staff.unlock({ password: 'long-enough-clerk' })
  expect(await other.work.drafts()).toEqual([])
  expect(await forgetDrafts(world.engine)).toBe(1)
})

it('keeps the newest of many, and no book', async () => {
  await officer.staff.unlock({ password: 'long-enough-officer' })
  for (let n = 0; n < 62; n += 1) {
    world.clock.offset += 1
    await officer.work.keep({ place: `${n}`, value: n })
  }
  const kept = (await officer.work.drafts()).map(({ value }) => value as number)
  expect(kept.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n + 2))
  expect(await codeOf(officer.work.keep({ place: 'x', value: 'あ'.repeat(60_000) }))).toBe(
    'input.invalid',
  )
})
