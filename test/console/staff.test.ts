import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '#db'
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
  it('are made with a password to be handed over, which opens nothing but its own change', async () => {
    const { password } = await fresh('newcomer')
    const { desk } = openDesk(listener.url)
    expect(await desk.staff.signIn({ loginId: 'newcomer', password })).toMatchObject({
      mustChange: true,
    })
    for (const call of [desk.customers.find({ id: 1 }), desk.requests.counts(), desk.staff.stay()])
      expect(await codeOf(call)).toBe('staff.password-change-needed')
    const next = 'たいせつな合言葉のことば'
    expect(await codeOf(desk.staff.changePassword({ password: 'wrong', next }))).toBe(
      'staff.wrong-credentials',
    )
    expect(await codeOf(desk.staff.changePassword({ password, next: 'NEWCOMER-newcomer-1' }))).toBe(
      'staff.password-weak',
    )
    expect(await codeOf(desk.staff.changePassword({ password, next: 'short' }))).toBe(
      'input.invalid',
    )
    await desk.staff.changePassword({ password, next })
    expect(await codeOf(desk.customers.find({ id: 1 }))).toBe('done')
    expect(lastAudit()?.action).toBe('customers.find')
    expect(
      await codeOf(openDesk(listener.url).desk.staff.signIn({ loginId: 'newcomer', password })),
    ).toBe('staff.wrong-credentials')
    const kept = JSON.stringify(world.engine.store.read(sql.selectFrom('auditEntries').selectAll()))
    expect(kept).not.toContain(password)
    expect(kept).not.toContain(next)
  })

  it('change from the next call on; a closed one is signed out', async () => {
    const { id, password } = await fresh('mover')
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn({ loginId: 'mover', password })
    await desk.staff.changePassword({ password, next: 'long-enough-for-all' })
    const form = { id, name: '職員 mover', branchCode: '001' }
    await admin.staff.update({ ...form, role: 'auditor', disabled: false })
    expect(
      await codeOf(
        desk.requests.open({
          customerId: 1,
          requestChannel: 'phone',
          requester: 'self',
          otherBranchReason: '',
        }),
      ),
    ).toBe('permission.denied')
    await admin.staff.update({ ...form, role: 'auditor', disabled: true })
    expect(await codeOf(desk.staff.stay())).toBe('staff.not-signed-in')
    expect(
      await codeOf(desk.staff.signIn({ loginId: 'mover', password: 'long-enough-for-all' })),
    ).toBe('staff.wrong-credentials')
    expect(JSON.parse(lastAudit()?.after ?? '{}')).not.toHaveProperty('password')
  })
})

describe('the second factor (RFC 6238)', () => {
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
    expect(await codeOf(again.staff.signIn(login))).toBe('staff.code-needed')
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
    expect(await codeOf(thief.staff.signIn({ ...login, code: '123456' }))).toBe('staff.locked-out')
    const kept = world.engine.store.read(sql.selectFrom('staff').selectAll())
    expect(JSON.stringify(kept)).not.toContain(secret)
    await world.engine.settings.save('requests', policy, world.clock.now())
  })
})
