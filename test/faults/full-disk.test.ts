import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { openDesk } from '../support/desk-client.ts'
import { FormCustomer } from '../support/form-customer.ts'
import { linkToCode, pushRequest, read, redeem, refresh } from '../support/protocol.ts'
import { atCounter, endAtCounter } from '../support/request-steps.ts'
import {
  type DemoCustomer,
  type DemoProvider,
  removeFolder,
  startService,
} from '../support/service-process.ts'
import { canMount, SmallDisk } from '../support/small-disk.ts'

const anyEntry = { actorKind: null, outcome: null, text: '', before: null, limit: 1 }
const disks: SmallDisk[] = []
afterAll(() => {
  for (const disk of disks) disk[Symbol.dispose]()
})

async function demoOnDisk(megabytes: number) {
  const first = await startService()
  await first.stop()
  const disk = new SmallDisk(megabytes)
  disks.push(disk)
  cpSync(first.folder, disk.folder, { recursive: true })
  removeFolder(first.folder)
  const service = await startService(
    ['--provider-port', new URL(first.issuer).port, '--console-port', new URL(first.console).port],
    disk.folder,
  )
  return { disk, service }
}

const exitOf = async (folder: string): Promise<number> =>
  startService([], folder, false).then(
    async (service) => (await service.stop()) ?? -1,
    (error: { exitCode: number }) => error.exitCode,
  )

/** Until it is so: the disk is looked at every five seconds. */
async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await so()); tries += 1) {
    if (tries > 200) throw new Error('never')
    await sleep(100)
  }
}

describe.skipIf(!canMount)('a full disk', () => {
  it('reads go on, writes are refused, staff revoke and stop to the end; with room again everything goes on', async () => {
    const { disk, service } = await demoOnDisk(80)
    const { demo, issuer, child } = service
    const provider = demo.providers[1] as DemoProvider
    const [customer, other] = demo.customers as [DemoCustomer, DemoCustomer]
    const linked = async (one: DemoCustomer) =>
      (await redeem(issuer, provider, await linkToCode(issuer, provider, one))).body
    const tokens = await linked(customer)
    const otherTokens = await linked(other)
    const reads = async (given: { access_token?: unknown }) =>
      (await read(issuer, provider, given.access_token)).status
    await until(() => existsSync(join(disk.folder, 'reserve')))

    const { url } = await pushRequest(issuer, provider)
    disk.fill()
    expect(await reads(tokens)).toBe(200)
    await expect(new FormCustomer().permitAll(url, other)).rejects.toThrow(
      '503 ただいまお手続きできません',
    )
    // So many that their lines do not fit into what is left of the log's last page.
    for (let i = 0; i < 12; i += 1) {
      const refused = await refresh(issuer, provider, String(tokens.refresh_token))
      expect([refused.status, refused.body.error]).toEqual([503, 'temporarily_unavailable'])
    }
    await expect(pushRequest(issuer, provider)).rejects.toThrow('temporarily_unavailable')
    expect(existsSync(join(disk.folder, 'reserve')), 'nobody outside takes the reserve').toBe(true)

    // A clerk and an administrator come to work after the disk was full.
    const deskOf = async (loginId: string, at = service.console) => {
      const { desk } = openDesk(at)
      const password = demo.staff.find((one) => one.loginId === loginId)?.password ?? ''
      await desk.staff.signIn({ loginId, password })
      return desk
    }
    const clerk = await deskOf('sato')
    await endAtCounter(clerk, Number(customer.customerNumber))
    expect(await reads(tokens)).toBe(401)
    const request = await atCounter(clerk, Number(other.customerNumber))
    const grant = (await clerk.customers.find({ id: Number(other.customerNumber) })).full?.grants[0]
    await clerk.requests.act({
      ...{ requestId: request.id, kind: 'emergency', reason: 'lost-or-stolen', note: '紛失' },
      ...{ scope: { kind: 'customer' }, confirmation: '', days: null, afterwards: null },
      paperReceivedOn: null,
    })
    expect(grant?.status).toBe('active')
    expect(await reads(otherTokens)).not.toBe(200)
    const admin = await deskOf('miura')
    const stopped = (await admin.providers.list())[2]
    const { id, version } = await admin.providers.find({ id: stopped?.id ?? 0 })
    await admin.providers.changeStatus({ id, version, to: 'suspended', reason: '点検' })
    expect((await admin.providers.find({ id })).status).toBe('suspended')
    expect((await admin.system.status()).disk).toMatchObject({ level: 'full', reserved: false })
    // Now nobody else writes: the room is for the acts of staff.
    expect((await refresh(issuer, provider, String(otherTokens.refresh_token))).status).toBe(503)
    expect(child.exitCode).toBe(null)

    disk.free()
    await until(async () => (await admin.system.status()).disk.level !== 'full')
    expect(existsSync(join(disk.folder, 'reserve'))).toBe(true)
    expect((await linked(customer)).access_token).toBeTypeOf('string')
    expect(readFileSync(join(disk.folder, 'logs', 'engine.log'), 'utf8')).toMatch(/"dropped":\d+/)

    disk.fill()
    expect(await service.stop()).toBe(0)
    disk.free()
    const again = await startService(['--provider-port', new URL(issuer).port], disk.folder)
    expect(await reads(tokens)).toBe(401)
    const desk = await deskOf('kagaya', again.console)
    const [start] = (await desk.audit.list({ ...anyEntry, action: 'system.start' })).rows
    expect(start?.reason).toBe(null)
    expect(await again.stop()).toBe(0)
  }, 120_000)

  it('no start, whatever is there, and nothing changed by it', async () => {
    const { disk, service } = await demoOnDisk(80)
    await service.stop()
    disk.fill()
    const names = readdirSync(disk.folder).sort()
    expect(await exitOf(disk.folder)).toBe(14)
    expect(readdirSync(disk.folder).sort()).toEqual(names)
    expect(await exitOf(join(disk.folder, '..', 'empty'))).toBe(14)
    disk.free()
    expect(await exitOf(disk.folder)).toBe(0)
  }, 60_000)
})
