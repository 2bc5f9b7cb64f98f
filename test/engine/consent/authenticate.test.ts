import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sql } from '#db'
import {
  answerQuestion,
  type ConsentSession,
  enterDigits,
  enterInquiryPin,
  gate,
  lockedLogins,
  restart,
  signIn,
} from '#engine'
import { stepsFor } from '#shared/consent-flow'
import { untilUnlocked } from '#shared/lock'
import { addressRange, callerNames } from '../../../src/main/engine/consent/address.ts'
import { browserFamily } from '../../../src/main/engine/consent/browser-family.ts'
import {
  addressRefused,
  countAddress,
  refusedUntil,
} from '../../../src/main/engine/consent/wrong-entries.ts'
import { forgetSources } from '../../../src/main/engine/source-failures.ts'
import { halfWidthKana } from '../../../src/main/server/data/wire.ts'
import { changed, World } from '../../support/world.ts'

let world: World
const home = { address: '127.0.0.1', userAgent: 'Mozilla/5.0 Chrome/156.0 Safari/537.36' }
beforeEach(async () => {
  world = await World.open()
})
afterEach(() => world.close())

const start = (): ConsentSession => world.walk()
const wrongEntries = (id = 1) => world.engine.bank.loginById(id)?.wrongEntries
const positions = (id = 1) => world.engine.bank.loginById(id)?.digitPositions
const enter = (session: ConsentSession, person = 0, caller = home) =>
  signIn(world.engine, session, world.person(person), caller)
const rightDigits = (person = 0) =>
  (positions(person + 1) ?? []).map((p) => world.person(person).userNumber[p - 1]).join('')
const question = (id = 1) => world.engine.bank.loginById(id)?.questionPosition
const rightAnswer = (person = 0) =>
  world.person(person).questions[(question(person + 1) ?? 0) - 1]?.answer ?? ''
/** Whether the walk's next page says so. */
const isLocked = (session: ConsentSession) => gate(world.engine, session) === 'locked'
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

it('each refused entry is in the audit with who is known by then, and why', async () => {
  const { engine } = world
  const { name } = engine.bank.customer(1) ?? {}
  const known = { actorId: '1', actorName: name, targetKind: 'customer', targetId: 1 }
  const unknown = { actorId: '0', actorName: '（不明）', targetKind: null, targetId: null }
  const typed = (loginId: string, session = start()) =>
    signIn(engine, session, { loginId, password: 'wrong' }, home)
  const walk = start()
  await enter(walk)
  await typed('nobody-at-all')
  await typed(world.customer.loginId)
  await enterDigits(engine, walk, wrongDigits())
  for (let n = 0; n < 3; n += 1) await typed(world.customer.loginId)
  await enterDigits(engine, walk, wrongDigits())
  await typed(world.customer.loginId)
  const signInOf = (reason: string) => ({ action: 'consent.sign-in', reason })
  const digitsOf = (reason: string) => ({ action: 'consent.user-number', reason })
  expect(
    engine.store.read(
      sql
        .selectFrom('auditEntries')
        .select(['action', 'reason', 'actorId', 'actorName', 'targetKind', 'targetId'])
        .where('outcome', '=', 'refused')
        .orderBy('id'),
    ),
  ).toEqual([
    { ...signInOf('refused'), ...unknown },
    { ...signInOf('wrong'), ...known },
    { ...digitsOf('wrong'), ...known },
    ...[1, 2, 3].map(() => ({ ...signInOf('wrong'), ...known })),
    { ...digitsOf('refused'), ...known },
    { ...signInOf('refused'), ...known },
  ])
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
      expect([session.step, session.message, session.customerId, isLocked(session)]).toEqual([
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
    expect([locked.step, locked.message, locked.customerId, isLocked(locked)]).toEqual([
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
    expect(refusedUntil(policy, 100, 0)).toBe(untilUnlocked)
  })

  it('says since when it is locked: since the last entry that counted, not one that was refused', async () => {
    const { engine } = world
    world.clock.stop()
    const wrong = () =>
      signIn(engine, start(), { loginId: world.customer.loginId, password: 'wrong' }, home)
    for (let n = 0; n < 5; n += 1) await wrong()
    const since = world.clock.now()
    expect(lockedLogins(engine, 1)).toMatchObject([{ wrongAt: since, wrongEntries: 5 }])
    world.clock.offset += 30_000
    await wrong()
    expect(lockedLogins(engine, 1)).toMatchObject([{ wrongAt: since, wrongEntries: 5 }])
    world.clock.offset += 30_000
    expect(lockedLogins(engine, 1)).toEqual([])
    await enter(start())
  })

  it('counts guesses that arrive at the same time one by one', async () => {
    await Promise.all(
      Array.from({ length: 12 }, () =>
        signIn(world.engine, start(), { loginId: world.customer.loginId, password: 'wrong' }, home),
      ),
    )
    expect(wrongEntries()).toBe(5)
  })

  it.each([
    ['an IPv4 address', 5, (i: number) => (i < 5 ? '10.9.8.7' : '::ffff:10.9.8.7'), '10.9.8.8'],
    ['a /64 of IPv6', 5, (i: number) => `2001:db8:1:1::${i + 1}`, '2001:db8:1:2::1'],
    ['a /48 of IPv6', 20, (i: number) => `2001:DB8:1:${(i + 16).toString(16)}::1`, '2001:db8:2::1'],
  ])(
    '%s is refused after %i guesses over many customers, before any hash, and only it',
    async (_name, most, from, elsewhere) => {
      const { engine } = world
      const policy = { ...engine.settings.get('policy'), wrongEntriesPerSource: 5 }
      await engine.settings.save('policy', policy, 0)
      const hash = vi.spyOn(engine.bank, 'passwordMatches').mockResolvedValue(false)
      for (let i = 0; i < most; i += 1)
        await signIn(
          engine,
          start(),
          { loginId: `ib${String(i + 4).padStart(7, '0')}`, password: 'guess' },
          { ...home, address: from(i) },
        )
      expect(hash).toHaveBeenCalledTimes(most)
      const reasons = engine.store
        .read(sql.selectFrom('auditEntries').select('reason').where('outcome', '=', 'refused'))
        .map(({ reason }) => reason)
      expect(reasons.filter((reason) => reason === 'address')).toHaveLength(1)
      const before = world.rows()
      const stopped = start()
      await enter(stopped, 0, { ...home, address: from(most) })
      expect([stopped.message, stopped.step, stopped.customerId]).toEqual([
        'busy',
        'sign-in',
        undefined,
      ])
      // Nothing is worked out, counted or written for it.
      expect(hash).toHaveBeenCalledTimes(most)
      expect(changed(before, world.rows())).toEqual({})
      hash.mockRestore()
      const other = start()
      await enter(other, 0, { ...home, address: elsewhere })
      expect(other.step).toBe('user-number')
      world.clock.offset += 60 * 60_000
      const later = start()
      await enter(later, 0, { ...home, address: from(most) })
      expect(later.step).toBe('user-number')
      await forgetSources(engine)
      expect(engine.store.read(sql.selectFrom('sourceFailures').select('source'))).toEqual([])
    },
  )

  it('IPv4 addresses are counted each for itself, however many of them guess', async () => {
    const { engine } = world
    const most = engine.settings.get('policy').wrongEntriesPerSource
    await engine.store.write(() => {
      for (let n = 0; n < 4 * most; n += 1) countAddress(engine, `198.51.100.${n}`)
    })
    expect(addressRefused(engine, '203.0.113.1')).toBe(false)
  })

  it('guesses that are sent from one address at once all meet its counter', async () => {
    const { engine } = world
    const policy = { ...engine.settings.get('policy'), wrongEntriesPerSource: 5 }
    await engine.settings.save('policy', policy, 0)
    const sessions = Array.from({ length: 12 }, start)
    await Promise.all(
      sessions.map((session, i) =>
        signIn(
          engine,
          session,
          { loginId: `ib${String(i + 4).padStart(7, '0')}`, password: 'x' },
          home,
        ),
      ),
    )
    expect(sessions.filter(({ message }) => message === 'wrong-sign-in')).toHaveLength(5)
    expect(sessions.filter(({ message }) => message === 'busy')).toHaveLength(7)
  })
})

describe('a password that is changed on the way', () => {
  const change = (passwordHash: string) =>
    world.engine.store.write(() => world.engine.store.update('logins', { id: 1 }, { passwordHash }))

  it('ends the walk that began with the old one', async () => {
    const session = start()
    await enter(session)
    await enterDigits(world.engine, session, rightDigits())
    expect([session.step, gate(world.engine, session)]).toEqual(['permit', undefined])
    await change('another')
    expect(gate(world.engine, session)).toBe('password-changed')
  })

  it('is not signed in with while its hash is under way', async () => {
    const session = start()
    let end = (_matches: boolean): void => {}
    const hash = vi
      .spyOn(world.engine.bank, 'passwordMatches')
      .mockImplementation(() => new Promise((resolve) => (end = resolve)))
    const entering = enter(session)
    await change('another')
    end(true)
    await entering
    hash.mockRestore()
    expect([session.step, session.message]).toEqual(['sign-in', 'wrong-sign-in'])
  })
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
    const before = world.rows()
    end(true)
    await late
    slow.mockRestore()
    expect([session.step, session.customerId, session.riskAsks]).toEqual(['permit', 1, false])
    expect([changed(before, world.rows()), positions(3)]).toEqual([{}, null])
  })

  it('an answer is not taken for that of somebody else who has come to the same step', async () => {
    const { bank } = world.engine
    const session = start()
    await enter(session, 2)
    await enterDigits(world.engine, session, rightDigits(2))
    let end = (_matches: boolean): void => {}
    const slow = vi
      .spyOn(bank, 'answerMatches')
      .mockImplementationOnce(() => new Promise((resolve) => (end = resolve)))
    const late = answerQuestion(world.engine, session, 'だれかの答え')
    slow.mockRestore()
    restart(session)
    await enter(session, 0, { ...home, address: '203.0.113.9' })
    await enterDigits(world.engine, session, rightDigits())
    expect([session.step, session.customerId]).toEqual(['extra-challenge', 1])
    const before = world.rows()
    end(true)
    await late
    expect(session.step).toBe('extra-challenge')
    expect(changed(before, world.rows())).toEqual({})
  })

  it('a sign-in says nothing either where the walk began anew before its commit ended', async () => {
    const { bank, store } = world.engine
    const session = start()
    let end = (_matches: boolean): void => {}
    const slow = vi
      .spyOn(bank, 'passwordMatches')
      .mockImplementationOnce(() => new Promise((resolve) => (end = resolve)))
    const late = enter(session, 2)
    await enter(session)
    slow.mockRestore()
    const write = store.write.bind(store)
    // In the same commit, behind the unit of the sign-in.
    vi.spyOn(store, 'write').mockImplementationOnce(async (unit) => {
      const [outcome] = await Promise.all([write(unit), write(() => restart(session))])
      return outcome
    })
    end(true)
    await late
    vi.restoreAllMocks()
    expect([session.step, session.message]).toEqual(['sign-in', undefined])
  })

  it('digits that are sent twice at once pass once, and the page that follows says nothing', async () => {
    const session = start()
    await enter(session)
    const digits = rightDigits()
    // The positions that are asked next are others.
    vi.spyOn(world.engine.bank, 'digitsMatch').mockReturnValueOnce(true).mockReturnValueOnce(false)
    const enterBoth = [1, 2].map(() => enterDigits(world.engine, session, digits))
    await Promise.all(enterBoth)
    vi.restoreAllMocks()
    expect([session.step, session.message]).toEqual(['permit', undefined])
  })

  it('a PIN registers nothing in the walk that began since', async () => {
    const { bank } = world.engine
    const session = start()
    await enter(session)
    let end = (_matches: boolean): void => {}
    vi.spyOn(bank, 'inquiryPinMatches').mockReturnValueOnce(
      new Promise((resolve) => (end = resolve)),
    )
    const late = enterInquiryPin(world.engine, session, world.linkable(1)[0], '1234')
    restart(session)
    end(true)
    await late
    vi.restoreAllMocks()
    expect(session.pendingPins.size).toBe(0)
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
      restart(session)
      const before = world.rows()
      end(matches)
      await late
      expect([session.step, session.message, isLocked(session)]).toEqual([
        'sign-in',
        undefined,
        false,
      ])
      expect([changed(before, world.rows()), wrongEntries(3)]).toEqual([{}, 0])
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
    // The next ones are there at once, for whoever stands at this page in another walk.
    expect(positions()).toHaveLength(3)
  })

  it('stays the same through a lock; digits for places that are no longer asked are no wrong entry', async () => {
    const first = start()
    await enter(first)
    const shown = positions() ?? []
    for (let i = 0; i < 5; i += 1) await enterDigits(world.engine, first, wrongDigits())
    expect([isLocked(first), positions()]).toEqual([true, shown])
    world.clock.offset += 61_000
    const second = start()
    await enter(second)
    expect(positions()).toEqual(shown)
    const other = shown.map((place) => (place % 9) + 1).join(' ')
    await enterDigits(world.engine, second, rightDigits(), other)
    expect([second.step, second.message, wrongEntries()]).toEqual(['user-number', 'asked-anew', 5])
    await enterDigits(world.engine, second, rightDigits(), shown.join(' '))
    expect([second.step, wrongEntries()]).toEqual(['permit', 0])
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
    expect([isLocked(session), wrongEntries()]).toEqual([true, 5])
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
    const half = halfWidthKana(rightAnswer(2))
    await answerQuestion(world.engine, session, ` ${half} `)
    expect(session.step).toBe('permit')
  })

  it('asks one question until it is answered or the lock falls, also in a new walk', async () => {
    const toQuestion = async () => {
      const session = start()
      await enter(session, 2)
      await enterDigits(world.engine, session, rightDigits(2))
      return session
    }
    const first = await toQuestion()
    const asked = question(3)
    expect(asked).toBeGreaterThan(0)
    for (let i = 0; i < 12; i += 1) expect([await toQuestion(), question(3)][1]).toBe(asked)
    await answerQuestion(world.engine, first, 'ちがう答え')
    expect(question(3)).toBe(asked)
    await answerQuestion(world.engine, first, rightAnswer(2))
    expect(first.step).toBe('permit')
    // One of three is drawn at each lock: that none of many differs from the first happens to nobody.
    vi.spyOn(world.engine.bank, 'answerMatches').mockResolvedValue(false)
    const drawn = new Set([question(3)])
    for (let locks = 0; locks < 20 && drawn.size === 1; locks += 1) {
      const late = await toQuestion()
      for (let i = 0; i < 5; i += 1) await answerQuestion(world.engine, late, 'ちがう答え')
      expect(isLocked(late)).toBe(true)
      drawn.add(question(3))
      world.clock.offset += 16 * 60_000
    }
    expect(drawn.size).toBe(2)
  })

  it.each([
    ['go-on', 'permit', undefined],
    ['refuse', 'extra-challenge', 'no-question'],
  ] as const)(
    'a customer without 合言葉 is never asked for one: %s leads to %s (R30)',
    async (withoutQuestion, step, notice) => {
      const { engine } = world
      const policy = engine.settings.get('policy.personal')
      await engine.settings.save('policy.personal', { ...policy, withoutQuestion }, 0)
      await engine.store.write(() => engine.store.delete('customerQuestions', { customerId: 3 }))
      const session = start()
      await enter(session, 2)
      await enterDigits(engine, session, rightDigits(2))
      expect([session.step, gate(engine, session)]).toEqual([step, notice])
      // Set meanwhile: which one is asked was never chosen, so the walk begins anew and asks then.
      await engine.store.write(() =>
        engine.store.insert('customerQuestions', {
          customerId: 3,
          position: 2,
          question: '出身地',
          answerHash: '!',
        }),
      )
      expect(gate(engine, session)).toBe(notice)
      const again = start()
      await enter(again, 2)
      await enterDigits(engine, again, rightDigits(2))
      expect([again.step, question(3), gate(engine, again)]).toEqual([
        'extra-challenge',
        2,
        undefined,
      ])
    },
  )

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

  it.each([
    ['never', { ...home, address: '203.0.113.9' }, 'permit'],
    ['always', home, 'extra-challenge'],
  ] as const)('by the rule of the house: %s', async (riskRule, caller, next) => {
    const { settings } = world.engine
    const policy = settings.get('policy.personal')
    await settings.save('policy.personal', { ...policy, riskRule }, 0)
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
    await enterDigits(world.engine, session, wrongDigits())
    await enterDigits(world.engine, session, rightDigits())
    expect(session.step).toBe('extra-challenge')
    expect(world.engine.bank.seenBefore(1, 'range', addressRange(caller.address))).toBe(false)
    expect(wrongEntries()).toBe(1)
    await answerQuestion(world.engine, session, rightAnswer())
    expect(wrongEntries()).toBe(0)
    expect(world.engine.bank.seenBefore(1, 'range', addressRange(caller.address))).toBe(true)
  })

  it.each([
    ['203.0.113.9', '203.0.0.0/16', { address: '203.0.113.9' }],
    ['::ffff:203.0.113.9', '203.0.0.0/16', { address: '203.0.113.9' }],
    ['127.0.0.5', '127.0.0.0/16', { address: '127.0.0.5' }],
    ['::1', '::1/64', { address: '0:0:0:0::/64', site: '0:0:0::/48' }],
    [
      '2001:db8:1:2:3::4',
      '2001:db8:1:2::/64',
      { address: '2001:db8:1:2::/64', site: '2001:db8:1::/48' },
    ],
    ['2001:DB8::1', '2001:db8:0:0::/64', { address: '2001:db8:0:0::/64', site: '2001:db8:0::/48' }],
    ['fe80::1%eth0', 'fe80:0:0:0::/64', { address: 'fe80:0:0:0::/64', site: 'fe80:0:0::/48' }],
    [
      '64:ff9b::203.0.113.9',
      '64:ff9b:0:0::/64',
      { address: '64:ff9b:0:0::/64', site: '64:ff9b:0::/48' },
    ],
  ])('%s is at %s', (address, range, names) => {
    expect([addressRange(address), callerNames(address)]).toEqual([range, names])
  })

  it('knows browser families', () => {
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
