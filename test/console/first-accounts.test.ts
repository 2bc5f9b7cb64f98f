import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { reenrolStaff, toBegin } from '#engine'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

/** A house with one administrator: how the second one comes to be, and that this way closes behind them (decision 0031). */
let world: World
let listener: OpenConsole
let first: Desk
beforeAll(async () => {
  world = await World.open({ customers: 0, providers: [] })
  listener = await consoleOf(world)
  const { login } = await world.staff('hq-admin', 'first')
  first = openDesk(listener.url).desk
  await first.staff.signIn(login)
})
afterAll(async () => {
  await listener.close()
  await world.close()
})

const admin = { name: '管理者', role: 'hq-admin', branchCode: null } as const
const password = 'じぶんで決めた合言葉です'
const waits = async (call: Promise<{ waits: number | null }>): Promise<boolean> =>
  (await call).waits !== null

it('the only administrator opens one account for a second one alone, and no other above 窓口担当', async () => {
  expect(
    await waits(
      first.staff.create({
        ...{ ...admin, loginId: 'an-officer', role: 'officer', branchCode: '011' },
      }),
    ),
  ).toBe(true)
  // きょう says so until the other one can sign in, and again where nobody else can any more.
  const isAlone = async () => (await first.setup.missing()).begin.includes('administrator')
  expect(await isAlone()).toBe(true)
  const second = await first.staff.create({ ...admin, loginId: 'second' })
  expect(second.waits).toBeNull()
  // One at a time: a third one waits, however often it is asked.
  expect(await waits(first.staff.create({ ...admin, loginId: 'third' }))).toBe(true)
  // The code went astray.
  const again = await first.staff.reenrol({ id: second.id })
  expect(again.waits).toBeNull()
  const { desk } = openDesk(listener.url)
  const enrol = (code: string) => codeOf(desk.staff.enrol({ loginId: 'second', code, password }))
  expect(await enrol(second.code)).toBe('staff.wrong-credentials')
  expect(await isAlone()).toBe(true)
  expect(await enrol(again.code)).toBe('done')
  expect(await isAlone()).toBe(false)

  // From now on two decide, and the second one is not tied to the first: nobody else could decide.
  expect(await waits(first.staff.reenrol({ id: second.id }))).toBe(true)
  const [proposal] = await desk.proposals.list()
  expect(
    await codeOf(desk.proposals.decide({ id: proposal?.id ?? 0, approve: true, note: '' })),
  ).toBe('done')
  // As staff:reset does at the machine: its password is gone again, but two have been.
  await reenrolStaff(world.by(), { id: second.id })
  expect(await waits(first.staff.reenrol({ id: second.id }))).toBe(true)
})

it('who closes all others is not the first one again', async () => {
  const { staff } = await first.staff.list()
  const second = staff.find(({ loginId }) => loginId === 'second')
  const form = { name: admin.name, role: admin.role, branchCode: null }
  await first.staff.update({
    id: second?.id ?? 0,
    ...form,
    disabled: true,
    seen: { ...form, disabled: false },
  })
  expect(await waits(first.staff.create({ ...admin, loginId: 'puppet' }))).toBe(true)
  expect((await first.setup.missing()).begin).toContain('administrator')
})

it('a second administrator of the system is none for what head office does by two', async () => {
  const own = await World.open({ customers: 0, providers: [] })
  onTestFinished(() => own.close())
  const missing = () => toBegin(own.engine).slice(0, -1)
  await own.staff('hq-admin', 'head-office')
  expect(missing()).toEqual(['administrator'])
  await own.staff('sysadmin', 'system')
  expect(missing()).toEqual(['headOffice'])
  await own.staff('hq-admin', 'second')
  expect(missing()).toEqual([])
})
