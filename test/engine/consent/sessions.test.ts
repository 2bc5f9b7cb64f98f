import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ConsentSessions } from '#engine'
import { World } from '../../support/world.ts'

/** How long a walk lasts, and what is known of one that has ended. */
let world: World
let sessions: ConsentSessions
let seconds: number
beforeEach(async () => {
  world = await World.open({ customers: 1 })
  vi.useFakeTimers({ toFake: ['Date'] })
  const { settings } = world.engine
  await settings.save('policy', { ...settings.get('policy'), walksPerLink: 1 }, 0)
  seconds = settings.get('policy').interactionMinutes * 60
  sessions = new ConsentSessions(world.engine)
})
afterEach(async () => {
  vi.useRealTimers()
  await world.close()
})
const begin = (uid: string, link = uid) =>
  sessions.begin(uid, { link, provider: '1', address: '192.0.2.1' })
const later = (ms: number) => vi.setSystemTime(Date.now() + ms)

it('lasts as long again from each time that more is asked for, which is ten times', () => {
  expect(begin('a')).toBe(11 * seconds)
  const warning = Math.min(120, Math.floor(seconds / 3))
  const whole = (more: boolean) => ({ left: seconds, warning, more })
  expect(sessions.timeOf('a')).toEqual(whole(true))
  for (let n = 1; n <= 10; n += 1) {
    later(seconds * 1000 - 1)
    expect(sessions.timeOf('a')).toEqual({ left: 1, warning, more: true })
    sessions.extend('a')
    expect(sessions.timeOf('a')).toEqual(whole(n < 10))
  }
  later(seconds * 1000 - 1)
  sessions.extend('a')
  expect(sessions.timeOf('a')).toEqual({ left: 1, warning, more: false })
  later(1)
  expect(sessions.timeOf('a')).toBeUndefined()
  sessions.extend('a')
  expect(sessions.timeOf('a')).toBeUndefined()
})

it('gives its place back when its time is over, also beside an older one that goes on', () => {
  begin('older')
  begin('a', 'link')
  later(1_000)
  sessions.extend('older')
  later(seconds * 1000 - 1_001)
  expect(begin('b', 'link')).toBeUndefined()
  later(1)
  expect(begin('b', 'link')).toBe(11 * seconds)
  expect([sessions.timeOf('older')?.left, sessions.timeOf('a')]).toEqual([1, undefined])
})

it('is remembered for an hour with where its customer came from', () => {
  const params = { client_id: 'c', redirect_uri: 'https://c.example/', state: 's', scope: 'x' }
  const { scope: _, ...kept } = params
  const long = { ...params, state: 's'.repeat(2_001) }
  const { state: __, ...short } = kept
  for (const [uid, of] of Object.entries({ a: params, b: long })) {
    begin(uid)
    sessions.keepInteraction(uid, { params: of })
    expect(sessions.interaction(uid)).toEqual({ params: of })
    expect(sessions.timedOut(uid)).toBeUndefined()
  }
  const told = () => ['a', 'b', 'never'].map((uid) => sessions.timedOut(uid))
  const both = [
    { channel: 'personal', params: kept },
    { channel: 'personal', params: short },
  ]
  later(seconds * 1000)
  expect(sessions.interaction('a')).toBeUndefined()
  expect(told()).toEqual([...both, undefined])
  begin('c')
  expect(told()).toMatchObject([...both, undefined])
  later(60 * 60_000 - 1)
  begin('d')
  expect(told()).toMatchObject([...both, undefined])
  later(1)
  begin('e')
  expect(told()).toEqual([undefined, undefined, undefined])
})
