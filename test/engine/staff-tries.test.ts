import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  changePassword,
  claimedActor,
  enrolStaff,
  staffSession,
  staffSignIn,
  unlockSession,
} from '#engine'
import { countTry, unnamedTerminal } from '../../src/main/engine/staff/sign-in-tries.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

let world: World
let login: { loginId: string; password: string }
beforeAll(async () => {
  world = await World.open()
  login = (await world.staff('clerk')).login
})
afterAll(() => world.close())
/** Each test begins after the windows of the one before. */
beforeEach(() => {
  world.clock.offset += 15 * 60_000
})

const at = (terminal: string, loginId = login.loginId) => ({
  engine: world.engine,
  actor: claimedActor(world.engine, loginId, terminal),
  correlationId: 'test',
})
const signIn = (terminal: string, change: Partial<typeof login> = {}) =>
  staffSignIn(at(terminal, change.loginId), { ...login, code: '', ...change })
const wrong = (terminal: string, times: number, loginId = login.loginId) =>
  world.engine.store.write(() => {
    for (let i = 0; i < times; i += 1) countTry(at(terminal), loginId)
  })
const refused = 'staff.too-many-tries'

describe('wrong entries at the sign-in page, whichever the account', () => {
  const site = (n: number): string => `2001:db8:7:${n}::1`
  it.each<[string, [string, number][], string, string]>([
    ['one less than too many', [['192.0.2.1', 29]], '192.0.2.1', 'done'],
    ['too many from one address', [['192.0.2.1', 30]], '192.0.2.1', refused],
    ['the same address, as IPv6 writes it', [['192.0.2.1', 30]], '::ffff:192.0.2.1', refused],
    ['the address beside it', [['192.0.2.1', 30]], '192.0.2.2', 'done'],
    ['one less than too many on the desktop', [['desktop', 29]], 'desktop', 'done'],
    ['too many on the desktop', [['desktop', 30]], 'desktop', refused],
    ['another address of the /64', [['2001:db8::1', 30]], '2001:db8::9:9', refused],
    ['another /64', [['2001:db8::1', 30]], '2001:db8:0:1::1', 'done'],
    [
      'a /48 of which each /64 tries little',
      [1, 2, 3, 4, 5, 6].map((n) => [site(n), 20]),
      site(99),
      refused,
    ],
    ['a /48, one try before', [1, 2, 3, 4, 5, 6].map((n) => [site(n), 19]), site(99), 'done'],
    [
      'too many in all, from an address that did nothing',
      Array.from({ length: 15 }, (_, n) => [`198.51.100.${n}`, 20]),
      '203.0.113.1',
      refused,
    ],
    [
      'in all, one address less',
      Array.from({ length: 14 }, (_, n) => [`198.51.100.${n}`, 20]),
      '203.0.113.2',
      'done',
    ],
  ])('%s', async (_name, tries, terminal, answer) => {
    for (const [from, times] of tries) await wrong(from, times)
    expect(await codeOf(signIn(terminal))).toBe(answer)
  })

  it('in all, close no place where somebody is at work, whose own count still holds', async () => {
    await signIn('203.0.113.50')
    for (let n = 0; n < 15; n += 1) await wrong(`198.51.100.${n}`, 20)
    expect(await codeOf(signIn('203.0.113.51'))).toBe(refused)
    expect(await codeOf(signIn('203.0.113.50'))).toBe('done')
    await wrong('203.0.113.50', 30)
    expect(await codeOf(signIn('203.0.113.50'))).toBe(refused)
  })

  it('behind a front that names nobody close one ID and not the desk of all, also when nobody is at work', async () => {
    for (let n = 0; n < 15; n += 1) await wrong(unnamedTerminal, 29, `guessed-${n}`)
    await wrong(unnamedTerminal, 30, 'colleague')
    expect(await codeOf(signIn(unnamedTerminal))).toBe('done')
    // Known or not, the ID that was guessed too often is answered alike.
    expect(await codeOf(signIn(unnamedTerminal, { loginId: 'colleague' }))).toBe(refused)
    await wrong(unnamedTerminal, 30)
    expect(await codeOf(signIn(unnamedTerminal))).toBe(refused)
    // Elsewhere nothing of it is his own.
    world.clock.offset += 15 * 60_000
    await wrong(unnamedTerminal, 30)
    expect(await codeOf(signIn('192.0.2.77'))).toBe('done')
  })

  it('are forgotten after a quarter of an hour', async () => {
    await wrong('192.0.2.1', 30)
    world.clock.offset += 15 * 60_000 - 5_000
    expect(await codeOf(signIn('192.0.2.1'))).toBe(refused)
    world.clock.offset += 5_000
    expect(await codeOf(signIn('192.0.2.1'))).toBe('done')
  })

  it.each([
    ['a wrong password', () => signIn('192.0.2.8', { password: 'wrong' })],
    ['an unknown ID', () => signIn('192.0.2.8', { loginId: 'nobody' })],
    [
      'a wrong enrolment code',
      () => enrolStaff(at('192.0.2.8'), { ...login, code: 'x', password: 'long-enough-word' }),
    ],
    [
      'an enrolment of nobody',
      () =>
        enrolStaff(at('192.0.2.8', 'nobody'), {
          ...{ loginId: 'nobody', code: 'x', password: 'long-enough-word' },
        }),
    ],
  ])('%s counts, and is refused before the hash once there are too many', async (_name, tried) => {
    await wrong('192.0.2.8', 29)
    expect(await codeOf(tried())).toBe('staff.wrong-credentials')
    const { passwords } = world.engine
    const hashed = [vi.spyOn(passwords, 'matches'), vi.spyOn(passwords, 'hash')]
    expect(await codeOf(tried())).toBe(refused)
    for (const spy of hashed) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
  })

  it('sent together are judged one by one: the last one that counts closes the others', async () => {
    await wrong('192.0.2.9', 28)
    const sent = ['a', 'b', 'c', 'd'].map((loginId) => codeOf(signIn('192.0.2.9', { loginId })))
    expect((await Promise.all(sent)).sort()).toEqual([
      ...[refused, refused, 'staff.wrong-credentials', 'staff.wrong-credentials'],
    ])
  })

  it('hit nobody who is signed in', async () => {
    const token = await signIn('192.0.2.10')
    await wrong('192.0.2.10', 400)
    const session = staffSession(world.engine, token)
    expect(session).toMatchObject({ loginId: login.loginId, locked: false })
    const { actor } = at('192.0.2.10')
    const own = { engine: world.engine, actor, correlationId: 'test' }
    expect(await codeOf(unlockSession(own, { token, password: login.password }))).toBe('done')
  })

  it.each<[string, (own: Parameters<typeof unlockSession>[0]) => Promise<unknown>]>([
    ['a password', (own) => changePassword(own, { token: 'x', password: 'a', next: 'b' })],
    ['a lock', (own) => unlockSession(own, { token: 'x', password: 'a' })],
  ])('%s of nobody’s is not changed', async (_name, change) => {
    expect(await codeOf(change(at('192.0.2.12', 'nobody')))).toBe('staff.not-signed-in')
  })

  it('at one’s own screen end that session alone, when there are too many', async () => {
    const [token, other] = [await signIn('192.0.2.11'), await signIn('192.0.2.11')]
    const { actor } = at('192.0.2.11')
    const own = { engine: world.engine, actor, correlationId: 'test' }
    const { staffWrongPasswords } = world.engine.settings.get('policy')
    const open = () => [token, other].map((one) => staffSession(world.engine, one) !== undefined)
    for (let n = 1; n <= staffWrongPasswords; n += 1) {
      expect(open()).toEqual([true, true])
      expect(await codeOf(unlockSession(own, { token, password: 'wrong' }))).toBe(
        'staff.wrong-credentials',
      )
    }
    expect(open()).toEqual([false, true])
    expect(await codeOf(unlockSession(own, { token, password: login.password }))).toBe(
      'staff.not-signed-in',
    )
  })
})
