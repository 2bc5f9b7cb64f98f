import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { secondFor, settingCase } from '#shared/persons'
import { RequestPolicy } from '#shared/settings'
import { Role } from '#shared/staff'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

let world: World
let listener: OpenConsole
let admin: Desk
beforeAll(async () => {
  world = await World.open()
  listener = await consoleOf(world)
  const { login } = await world.staff('hq-admin')
  admin = openDesk(listener.url).desk
  await admin.staff.signIn(login)
})
afterAll(async () => {
  await listener.close()
  await world.close()
})

const fresh = (loginId: string) =>
  admin.staff.create({ loginId, name: `職員 ${loginId}`, role: 'clerk', branchCode: '011' })
const lastAudit = () =>
  world.engine.store.read(
    sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(1),
  )[0]

describe('accounts of staff (R88)', () => {
  it('are enrolled by their person alone: once, in time, with a password that nobody else knows', async () => {
    const { id, code } = await fresh('newcomer')
    const { desk, cookie } = openDesk(listener.url)
    const password = 'たいせつな合言葉のことば'
    const enrol = (change: object) =>
      codeOf(desk.staff.enrol({ loginId: 'newcomer', code, password, ...change }))
    for (const change of [{ code: `${code}2` }, { code: '' }, { code: code.slice(0, 9) }])
      expect(await enrol(change)).toBe('staff.wrong-credentials')
    expect(await enrol({ loginId: 'nobody' })).toBe('staff.wrong-credentials')
    expect(await enrol({ password: 'NEWCOMER-newcomer-1' })).toBe('staff.password-weak')
    expect(await enrol({ password: 'short' })).toBe('input.invalid')
    // The code is no password.
    expect(await codeOf(desk.staff.signIn({ loginId: 'newcomer', password: code }))).toBe(
      'staff.wrong-credentials',
    )
    expect(cookie()).toBe('')
    expect(await enrol({ code: ` ${code.toUpperCase().replaceAll('-', '')} ` })).toBe('done')
    expect(await codeOf(desk.customers.find({ id: 1 }))).toBe('done')
    expect(await enrol({})).toBe('staff.wrong-credentials')
    const kept = JSON.stringify(world.engine.store.read(sql.selectFrom('auditEntries').selectAll()))
    for (const secret of [password, code, code.slice(0, 9)]) expect(kept).not.toContain(secret)
    // Opened anew: the former password and every session end; the new code is late after three days.
    const again = await admin.staff.reenrol({ id })
    expect(await codeOf(desk.staff.stay())).toBe('staff.not-signed-in')
    expect(await codeOf(desk.staff.signIn({ loginId: 'newcomer', password }))).toBe(
      'staff.wrong-credentials',
    )
    world.clock.offset += 72 * 3_600_000
    expect(await enrol({ code: again.code })).toBe('staff.wrong-credentials')
    world.clock.offset -= 72 * 3_600_000
  })

  it('above 窓口担当 need the halves of two persons: neither of them can be the person alone', async () => {
    const { login } = await world.staff('sysadmin', 'approver')
    const other = openDesk(listener.url).desk
    await other.staff.signIn(login)
    const form = {
      loginId: 'chief',
      name: '役席 太郎',
      role: 'officer',
      branchCode: '011',
    } as const
    const made = await admin.staff.create(form)
    const password = 'わたしだけの合言葉ですよ'
    const enrol = (code: string) =>
      codeOf(openDesk(listener.url).desk.staff.enrol({ loginId: 'chief', code, password }))
    expect(await enrol(made.code)).toBe('staff.wrong-credentials')
    const { code } = await other.proposals.decide({ id: made.waits ?? 0, approve: true, note: '' })
    for (const half of [made.code, code ?? '', `${made.code}-${made.code}`])
      expect(await enrol(half)).toBe('staff.wrong-credentials')
    expect(await enrol(`${made.code}-${code}`)).toBe('done')
  })

  it('a changed password is another one, and ends all other sessions', async () => {
    const { login } = await world.staff('clerk', 'changer')
    const [one, two] = [openDesk(listener.url).desk, openDesk(listener.url).desk]
    for (const desk of [one, two]) await desk.staff.signIn(login)
    const { password } = login
    expect(await codeOf(one.staff.changePassword({ password, next: password }))).toBe(
      'staff.password-same',
    )
    await one.staff.changePassword({ password, next: 'ほかの人の知らない合言葉' })
    expect(await codeOf(one.staff.stay())).toBe('done')
    expect(await codeOf(two.staff.stay())).toBe('staff.not-signed-in')
  })

  it('change from the next call on; a closed one is signed out', async () => {
    const { login, actor } = await world.staff('officer', 'mover')
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(login)
    const form = { id: Number(actor.id), name: actor.name, branchCode: '011' }
    const seen = { name: actor.name, branchCode: '011', disabled: false }
    await admin.staff.update({
      ...{ ...form, role: 'clerk', disabled: false, seen: { ...seen, role: 'officer' } },
    })
    expect(
      await codeOf(desk.grants.list({ status: 'all', providerId: null, after: null, limit: 1 })),
    ).toBe('permission.denied')
    await admin.staff.update({
      ...{ ...form, role: 'clerk', disabled: true, seen: { ...seen, role: 'clerk' } },
    })
    expect(await codeOf(desk.staff.stay())).toBe('staff.not-signed-in')
    expect(await codeOf(desk.staff.signIn(login))).toBe('staff.wrong-credentials')
    expect(JSON.parse(lastAudit()?.after ?? '{}')).not.toHaveProperty('password')
  })
})

describe('two administrators at the same account', () => {
  it('whoever corrects a name does not open what the other has closed meanwhile', async () => {
    const { login, actor } = await world.staff('clerk', 'leaver')
    const seen = { name: actor.name, role: 'clerk', branchCode: '011', disabled: false } as const
    const form = { ...seen, id: Number(actor.id), seen }
    await admin.staff.update({ ...form, disabled: true })
    expect(await codeOf(admin.staff.update({ ...form, name: '改姓した人' }))).toBe(
      'staff.changed-meanwhile',
    )
    expect(await codeOf(openDesk(listener.url).desk.staff.signIn(login))).toBe(
      'staff.wrong-credentials',
    )
    expect((await admin.staff.list()).staff.find(({ id }) => id === form.id)).toMatchObject({
      ...{ name: actor.name, state: 'disabled' },
    })
  })
})

describe('the second factor (RFC 6238)', () => {
  it('is asked of every role but 窓口担当 in a house that has decided nothing', () => {
    const { secondFactorRoles } = RequestPolicy.parse({})
    expect(secondFactorRoles).toEqual(Role.options.filter((role) => role !== 'clerk'))
    // To ask fewer takes two.
    expect(secondFor('settings.save', settingCase.requests)).toEqual(['hq-admin'])
  })

  it('is asked of the roles that the house names, once enrolled; a code counts once, and wrong ones count', async () => {
    const policy = world.engine.settings.get('requests')
    const { login } = await world.staff('officer', 'with-code')
    const { desk } = openDesk(listener.url)
    await world.engine.settings.save(
      'requests',
      { ...policy, secondFactorRoles: ['officer'] },
      world.clock.now(),
    )
    // The first sign-in enrols, and opens nothing else.
    expect(await desk.staff.signIn(login)).toMatchObject({ mustEnrol: true })
    expect(await codeOf(desk.customers.recent())).toBe('staff.enrol-needed')
    const { secret, qr } = await desk.staff.beginSecondFactor()
    expect(qr.every((row) => row.length === qr.length)).toBe(true)
    const totp = new TOTP({ secret: Secret.fromBase32(secret) })
    expect(await codeOf(desk.staff.confirmSecondFactor({ code: '000000' }))).toBe(
      'staff.code-wrong',
    )
    const code = totp.generate()
    expect(await desk.staff.confirmSecondFactor({ code })).toMatchObject({ mustEnrol: false })
    expect(await codeOf(desk.customers.recent())).toBe('done')

    const again = openDesk(listener.url).desk
    // Without a code the right password is answered as a wrong one is, and counts as one.
    const wrong = await codeOf(again.staff.signIn({ ...login, password: 'wrong' }))
    expect(await codeOf(again.staff.signIn(login))).toBe(wrong)
    expect(lastAudit()).toMatchObject({ outcome: 'refused', reason: 'wrong-code' })
    expect(world.engine.store.find('staff', { loginId: login.loginId })?.wrongEntries).toBe(2)
    // The code that enrolled has been used.
    expect(await codeOf(again.staff.signIn({ ...login, code }))).toBe('staff.wrong-credentials')
    const next = totp.generate({ timestamp: Date.now() + 30_000 })
    expect(
      await codeOf(again.staff.signIn({ ...login, code: ` ${next.slice(0, 3)} ${next.slice(3)}` })),
    ).toBe('done')
    const thief = openDesk(listener.url).desk
    for (let i = 0; i < 5; i += 1)
      expect(await codeOf(thief.staff.signIn({ ...login, code: '123456' }))).toBe(
        'staff.wrong-credentials',
      )
    // Closed: the right entry is answered like a wrong one, and the person's own screen stays theirs.
    const later = totp.generate({ timestamp: Date.now() + 60_000 })
    expect(await codeOf(thief.staff.signIn({ ...login, code: later }))).toBe(
      'staff.wrong-credentials',
    )
    await desk.staff.lock()
    for (let i = 0; i < 4; i += 1)
      expect(await codeOf(desk.staff.unlock({ password: 'wrong' }))).toBe('staff.wrong-credentials')
    expect(await codeOf(desk.staff.unlock({ password: login.password }))).toBe('done')
    expect(await codeOf(desk.staff.beginSecondFactor())).toBe('staff.has-authenticator')
    await desk.staff.lock()
    for (let i = 0; i < 5; i += 1) await codeOf(desk.staff.unlock({ password: 'wrong' }))
    expect(await codeOf(desk.staff.unlock({ password: login.password }))).toBe(
      'staff.not-signed-in',
    )
    const kept = world.engine.store.read(sql.selectFrom('staff').selectAll())
    expect(JSON.stringify(kept)).not.toContain(secret)
    await world.engine.settings.save('requests', policy, world.clock.now())
  })
})
