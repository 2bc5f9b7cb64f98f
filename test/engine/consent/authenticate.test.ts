import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerQuestion, type ConsentSession, ConsentSessions, enterDigits, signIn } from '#engine'
import { stepsFor } from '#shared/consent-flow'
import { addressRange, browserFamily } from '../../../src/main/engine/consent/risk.ts'
import { refusedUntil } from '../../../src/main/engine/consent/wrong-entries.ts'
import { halfWidthKana } from '../../../src/main/server/data/wire.ts'
import { difference, World } from '../../support/world.ts'

let world: World
const sessions = new ConsentSessions()
const home = { address: '127.0.0.1', userAgent: 'Mozilla/5.0 Chrome/156.0 Safari/537.36' }
beforeEach(async () => {
  world = await World.open()
})
afterEach(() => world.close())

let serial = 0
const start = (): ConsentSession =>
  sessions.open(`uid-${++serial}`, {
    providerId: 1,
    channel: 'personal',
    scopes: ['accounts'],
    redirectUri: 'https://provider-0.example/callback',
    minutes: 10,
    asksServices: false,
    asksAccounts: false,
  })
const wrongEntries = (id = 1) => world.engine.bank.loginById(id)?.wrongEntries
const positions = (id = 1) => world.engine.bank.loginById(id)?.digitPositions
const enter = (session: ConsentSession, person = 0, caller = home) =>
  signIn(world.engine, session, world.person(person), caller)
const rightDigits = (person = 0) =>
  (positions(person + 1) ?? []).map((p) => world.person(person).userNumber[p - 1]).join('')
const wrongDigits = (person = 0) =>
  [...rightDigits(person)].map((d) => (Number(d) + 1) % 10).join('')

describe('the order of the steps (R21, R22)', () => {
  const plain = { riskAsks: false, asksServices: false, asksAccounts: false, pinMissing: false }
  it.each([
    ['personal', {}, ['sign-in', 'user-number', 'permit']],
    ['personal', { riskAsks: true }, ['sign-in', 'user-number', 'extra-challenge', 'permit']],
    ['personal', { asksAccounts: true }, ['sign-in', 'user-number', 'choose-accounts', 'permit']],
    ['personal', { asksServices: true, pinMissing: true }, ['sign-in', 'user-number', 'permit']],
    ['business', {}, ['sign-in', 'permit']],
    ['business', { riskAsks: true }, ['sign-in', 'permit']],
    ['business', { asksServices: true }, ['sign-in', 'choose-services', 'permit']],
    ['business', { asksAccounts: true }, ['sign-in', 'choose-accounts', 'permit']],
    [
      'business',
      { pinMissing: true },
      ['sign-in', 'register-inquiry-pin', 'inquiry-pin-result', 'permit'],
    ],
    [
      'business',
      { asksServices: true, asksAccounts: true, pinMissing: true },
      [
        'sign-in',
        'choose-services',
        'choose-accounts',
        'register-inquiry-pin',
        'inquiry-pin-result',
        'permit',
      ],
    ],
  ] as const)('%s %j', (channel, facts, path) => {
    expect(stepsFor(channel, { ...plain, ...facts })).toEqual(path)
  })
})

describe('sign-in', () => {
  it('accepts the ID in full width and leads to the digits', async () => {
    const session = start()
    await signIn(
      world.engine,
      session,
      { loginId: '　ｓｕｚｕｋｉ０１ ', password: world.customer.password },
      home,
    )
    expect(session.step).toBe('user-number')
  })

  it('says the same for a wrong password, an unknown ID and a locked customer', async () => {
    const attempts: [string, string][] = [
      [world.customer.loginId, 'wrong'],
      ['nobody-at-all', 'wrong'],
      ['', ''],
    ]
    for (const [loginId, password] of attempts) {
      const session = start()
      await signIn(world.engine, session, { loginId, password }, home)
      expect([session.step, session.message, session.customerId, session.locked]).toEqual([
        'sign-in',
        'wrong-sign-in',
        undefined,
        false,
      ])
    }
    for (let i = 0; i < 5; i += 1)
      await signIn(
        world.engine,
        start(),
        { loginId: world.customer.loginId, password: 'wrong' },
        { ...home, address: '127.0.0.2' },
      )
    const locked = start()
    await enter(locked)
    expect([locked.step, locked.message, locked.customerId, locked.locked]).toEqual([
      'sign-in',
      'wrong-sign-in',
      undefined,
      false,
    ])
  })

  it('refuses after five, for a minute that doubles to fifteen, and for good at a hundred', () => {
    const policy = world.engine.settings.get('policy.personal')
    const minutes = (wrong: number) => {
      const until = refusedUntil(policy, wrong, 0)
      return until === null ? null : until / 60_000
    }
    expect([4, 5, 6, 7, 8, 9, 99].map(minutes)).toEqual([null, 1, 2, 4, 8, 15, 15])
    expect(refusedUntil(policy, 100, 0)).toBe(Number.MAX_SAFE_INTEGER)
  })

  it('counts guesses that arrive at the same time one by one', async () => {
    await Promise.all(
      Array.from({ length: 12 }, () =>
        signIn(world.engine, start(), { loginId: world.customer.loginId, password: 'wrong' }, home),
      ),
    )
    expect(wrongEntries()).toBe(5)
  })

  it('stops one address over many customers by 50', async () => {
    for (let i = 0; i < 50; i += 1)
      await signIn(
        world.engine,
        start(),
        { loginId: `ib${String(i + 4).padStart(7, '0')}`, password: 'guess' },
        { ...home, address: '10.9.8.7' },
      )
    const stopped = start()
    await enter(stopped, 0, { ...home, address: '10.9.8.7' })
    expect(stopped.message).toBe('wrong-sign-in')
    const elsewhere = start()
    await enter(elsewhere, 0, home)
    expect(elsewhere.step).toBe('user-number')
  }, 120_000)
})

describe('a hash that ends after its walk has moved on', () => {
  it('a sign-in changes nothing, whoever it was', async () => {
    const { bank } = world.engine
    let end = (_matches: boolean): void => {}
    const slow = vi
      .spyOn(bank, 'passwordMatches')
      .mockImplementationOnce(() => new Promise((resolve) => (end = resolve)))
    const session = start()
    const late = enter(session, 2)
    await enter(session)
    await enterDigits(world.engine, session, rightDigits())
    const before = world.counts()
    end(true)
    await late
    slow.mockRestore()
    expect([session.step, session.customerId, session.riskAsks]).toEqual(['permit', 1, false])
    expect([difference(before, world.counts()), positions(3)]).toEqual([{}, null])
  })

  it('an answer neither passes nor counts', async () => {
    const { bank } = world.engine
    let end = (_matches: boolean): void => {}
    const slow = vi
      .spyOn(bank, 'answerMatches')
      .mockImplementation(() => new Promise((resolve) => (end = resolve)))
    for (const matches of [true, false]) {
      const session = start()
      await enter(session, 2)
      await enterDigits(world.engine, session, rightDigits(2))
      const late = answerQuestion(world.engine, session, 'だれかの答え')
      sessions.restart(session)
      const before = world.counts()
      end(matches)
      await late
      expect([session.step, session.message, session.locked]).toEqual(['sign-in', undefined, false])
      expect([difference(before, world.counts()), wrongEntries(3)]).toEqual([{}, 0])
    }
    slow.mockRestore()
  })
})

describe('digits of the 利用者番号', () => {
  it('asks the same positions after a failure and after a new start, until they were met (R28, T11)', async () => {
    const first = start()
    await enter(first)
    const asked = positions()
    expect(asked).toHaveLength(3)
    await enterDigits(world.engine, first, wrongDigits())
    expect([first.step, first.message]).toEqual(['user-number', 'wrong-digits'])
    for (let i = 0; i < 5; i += 1) {
      await enter(start())
      expect(positions()).toEqual(asked)
    }
    await enterDigits(world.engine, first, rightDigits())
    expect(first.step).toBe('permit')
    expect(positions()).toBeNull()
  })

  it('accepts full-width digits', async () => {
    const session = start()
    await enter(session)
    await enterDigits(
      world.engine,
      session,
      rightDigits().replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)),
    )
    expect(session.step).toBe('permit')
  })

  it('counts with the password’s failures, locks at the limit, opens after its time; success resets (R29)', async () => {
    for (let i = 0; i < 2; i += 1)
      await signIn(
        world.engine,
        start(),
        { loginId: world.customer.loginId, password: 'wrong' },
        home,
      )
    const session = start()
    await enter(session)
    expect(wrongEntries()).toBe(2)
    for (let i = 0; i < 3; i += 1) await enterDigits(world.engine, session, wrongDigits())
    expect([session.locked, wrongEntries()]).toEqual([true, 5])
    await enterDigits(world.engine, session, '000')
    expect(wrongEntries()).toBe(5)
    world.clock.offset += 61_000
    const again = start()
    await enter(again)
    expect(again.step).toBe('user-number')
    await enterDigits(world.engine, again, rightDigits())
    expect([again.step, wrongEntries()]).toEqual(['permit', 0])
  })
})

describe('the extra challenge', () => {
  it('is asked when the flag says always, and accepts any width (R30)', async () => {
    const session = start()
    await enter(session, 2)
    await enterDigits(world.engine, session, rightDigits(2))
    expect(session.step).toBe('extra-challenge')
    await answerQuestion(world.engine, session, 'ちがう答え')
    expect([session.step, session.message, wrongEntries(3)]).toEqual([
      'extra-challenge',
      'wrong-answer',
      1,
    ])
    const answer = world.person(2).questions[session.questionPosition - 1]?.answer ?? ''
    const half = halfWidthKana(answer)
    await answerQuestion(world.engine, session, ` ${half} `)
    expect(session.step).toBe('permit')
  })

  it.each([
    ['a known browser at a known place', home, 'permit'],
    ['a place not seen before', { ...home, address: '203.0.113.9' }, 'extra-challenge'],
    [
      'a browser not seen before',
      { ...home, userAgent: 'Mozilla/5.0 Chrome/1 Safari/1 OPR/1' },
      'extra-challenge',
    ],
  ])('%s', async (_name, caller, next) => {
    const session = start()
    await enter(session, 0, caller)
    await enterDigits(world.engine, session, rightDigits())
    expect(session.step).toBe(next)
  })

  it('remembers the place and the browser only after everything was proven', async () => {
    const caller = { ...home, address: '198.51.100.4' }
    const session = start()
    await enter(session, 0, caller)
    expect(world.engine.bank.seenBefore(1, 'range', addressRange(caller.address))).toBe(false)
    await enterDigits(world.engine, session, rightDigits())
    await answerQuestion(
      world.engine,
      session,
      world.customer.questions[session.questionPosition - 1]?.answer ?? '',
    )
    expect(world.engine.bank.seenBefore(1, 'range', addressRange(caller.address))).toBe(true)
  })

  it('knows address ranges and browser families', () => {
    expect([
      addressRange('203.0.113.9'),
      addressRange('::ffff:203.0.113.9'),
      addressRange('127.0.0.5'),
      addressRange('::1'),
      addressRange('2001:db8:1:2:3::4'),
    ]).toEqual(['203.0.0.0/16', '203.0.0.0/16', '127.0.0.0/16', '::1/64', '2001:db8:1:2::/64'])
    expect(
      [
        'Chrome/1 Safari/1 Edg/1',
        'Chrome/1 Safari/1',
        'Version/1 Safari/1',
        'Gecko Firefox/1',
        'curl/8',
        '',
      ].map(browserFamily),
    ).toEqual(['Edge', 'Chrome', 'Safari', 'Firefox', 'other', 'other'])
  })
})
