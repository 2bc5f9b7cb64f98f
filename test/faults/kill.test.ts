import { renameSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { Reader } from '#db'
import { verifyTrail } from '#engine'
import { type Desk, openDesk } from '../support/desk-client.ts'
import { introspect, linkToCode, read, redeem, refresh } from '../support/protocol.ts'
import { endAtCounter } from '../support/request-steps.ts'
import {
  type DemoCustomer,
  type DemoProvider,
  type RunningService,
  removeFolder,
  startService,
} from '../support/service-process.ts'

/** A share of what can be asked for: KILLS=200 for a whole drill. */
const kills = Number(process.env.KILLS ?? 20)

interface Link {
  access: string
  refresh: string
  /** What the world was told of it: live, ended, or a request was under way when the engine died. */
  state: 'live' | 'ended' | 'unknown'
}

/** One customer's life with one provider, over and over: link, read, refresh, revoke; each acknowledged step is remembered. */
class Life {
  readonly links: Link[] = []
  acknowledged = 0
  /** Told of each step that was acknowledged. */
  onStep = (): void => {}
  readonly provider: DemoProvider
  readonly customer: DemoCustomer
  readonly customerId: number

  constructor(provider: DemoProvider, customer: DemoCustomer) {
    this.provider = provider
    this.customer = customer
    this.customerId = Number(customer.customerNumber)
  }

  async live(issuer: string, desk: Desk): Promise<void> {
    for (;;) {
      const former = this.links.filter((link) => link.state === 'live')
      for (const link of former) link.state = 'unknown'
      const tokens = (
        await redeem(issuer, this.provider, await linkToCode(issuer, this.provider, this.customer))
      ).body
      if (typeof tokens.access_token !== 'string') throw new Error(JSON.stringify(tokens))
      for (const link of former) link.state = 'ended'
      const link: Link = {
        access: tokens.access_token,
        refresh: String(tokens.refresh_token),
        state: 'live',
      }
      this.links.push(link)
      this.#step()
      const refreshed = (await refresh(issuer, this.provider, link.refresh)).body
      if (typeof refreshed.access_token === 'string') this.#step()
      if (this.acknowledged % 3 === 0) continue
      link.state = 'unknown'
      await endAtCounter(
        desk,
        this.customerId,
        (grant) => grant.providerName === this.provider.name,
      )
      link.state = 'ended'
      this.#step()
    }
  }

  #step(): void {
    this.acknowledged += 1
    this.onStep()
  }

  /** After a restart: what was acknowledged holds, and token, introspection and data agree about the rest. */
  async check(issuer: string): Promise<string[]> {
    const wrong: string[] = []
    for (const [i, link] of this.links.entries()) {
      if (link.state === 'ended' && i < this.links.length - 6) continue
      const refreshed = (await refresh(issuer, this.provider, link.refresh)).status === 200
      const active = (await introspect(issuer, this.provider, link.refresh)).body.active === true
      const data = (await read(issuer, this.provider, link.access)).status === 200
      if (link.state === 'live' && !(refreshed && active && data))
        wrong.push(`live link ${i} is dead: ${[refreshed, active, data]}`)
      if (link.state === 'ended' && (refreshed || active || data))
        wrong.push(`ended link ${i} lives: ${[refreshed, active, data]}`)
      if (new Set([refreshed, active, data]).size !== 1)
        wrong.push(`link ${i} is half: ${[refreshed, active, data]}`)
      link.state = active ? 'live' : 'ended'
    }
    return wrong
  }
}

let folder = ''
afterAll(() => removeFolder(folder))

describe('kill -9 under load', () => {
  it(`at ${kills} random points loses no acknowledged grant and revives no acknowledged revocation`, async () => {
    let service: RunningService = await startService()
    folder = service.folder
    const { issuer, demo } = service
    const port = new URL(issuer).port
    // Each with a customer of its own: the digits asked belong to the login, and one walk may take them from another.
    const lives = [1, 3, 4].map(
      (index, i) =>
        new Life(demo.providers[index] as DemoProvider, demo.customers[i] as DemoCustomer),
    )
    let cookie = ''
    for (let round = 0; round < kills; round += 1) {
      const clerk = openDesk(service.console)
      if (cookie) clerk.setCookie(cookie)
      if ((await clerk.desk.staff.me()) === null)
        await clerk.desk.staff.signIn({ loginId: 'sato', password: demo.staff[0]?.password ?? '' })
      cookie = clerk.cookie()
      // After so many steps of all of them, and somewhere within the next: however fast the machine is today.
      const steps = new Promise<void>((resolve) => {
        let left = Math.floor(Math.random() * 5)
        for (const life of lives)
          life.onStep = () => {
            left -= 1
            if (left <= 0) resolve()
          }
      })
      const living = lives.map((life) => life.live(issuer, clerk.desk))
      const running = Promise.allSettled(living)
      // Nothing ends a life but the kill: what ends one before it fails the test, with its reason.
      await Promise.race([steps, ...living])
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 100))
      await service.kill()
      await running
      service = await startService(['--provider-port', port], folder)
      expect(service.issuer).toBe(issuer)
      const wrong = (await Promise.all(lives.map((life) => life.check(issuer)))).flat()
      expect(wrong, `round ${round}`).toEqual([])
    }
    expect(await service.stop()).toBe(0)
    expect(lives.reduce((sum, life) => sum + life.acknowledged, 0)).toBeGreaterThanOrEqual(kills)

    const db = new SQLite(join(folder, 'renkei.db'), { readonly: true })
    const one = (sql: string): number => Number((db.prepare(sql).get() as { n: number }).n)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    const reader = new Reader(join(folder, 'renkei.db'))
    expect((await verifyTrail(reader)).broken).toBeNull()
    reader.close()
    // No half state: each status is its last history line, each act has its audit row, no live token under an ended grant.
    expect(
      one(
        `SELECT count(*) n FROM grants g WHERE status <> (SELECT toStatus FROM grantHistory h WHERE h.grantId = g.id ORDER BY seq DESC LIMIT 1)`,
      ),
    ).toBe(0)
    expect(
      one(
        `SELECT count(*) n FROM refreshTokens t JOIN grants g ON g.id = t.grantId WHERE g.endedAt IS NOT NULL AND t.endedAt IS NULL`,
      ),
    ).toBe(0)
    expect(
      one(
        `SELECT count(*) n FROM grants WHERE id NOT IN (SELECT targetId FROM auditEntries WHERE action = 'grants.permit')`,
      ),
    ).toBe(0)
    expect(
      one(
        `SELECT count(*) n FROM grants WHERE status = 'revoked' AND id NOT IN (SELECT targetId FROM auditEntries WHERE action IN ('grants.revoke', 'grants.endOnReplay'))`,
      ),
    ).toBe(0)
    expect(
      one(`SELECT count(*) n FROM grants WHERE id NOT IN (SELECT grantId FROM grantAccounts)`),
    ).toBe(0)
    expect(
      one(
        `SELECT count(*) n FROM grants g WHERE NOT EXISTS (SELECT 1 FROM authorizationCodes c WHERE c.grantId = g.id)`,
      ),
    ).toBe(0)
    expect(
      one(
        `SELECT count(*) n FROM auditEntries WHERE action = 'system.start' AND reason = 'after-crash'`,
      ),
    ).toBe(kills)
    db.close()
  }, 900_000)
})

describe('starts that are refused', () => {
  const refused = async (args: string[], dir?: string) =>
    startService(args, dir).then(
      async (service) => {
        await service.kill()
        return { exitCode: 0, stderr: '' }
      },
      (error: { exitCode: number; stderr: string }) => error,
    )

  it('say what happened and what to do, each with its own exit code', async () => {
    const first = await startService()
    const taken = new URL(first.issuer).port
    const second = await refused([], first.folder)
    expect([second.exitCode, second.stderr]).toEqual([11, expect.stringContaining('使用中')])
    const port = await refused(['--provider-port', taken])
    expect([port.exitCode, port.stderr]).toEqual([15, expect.stringContaining('--provider-port')])
    expect(await first.stop()).toBe(0)
    const demoOnReal = await startService([], undefined, false)
    await expect.poll(demoOnReal.stderr).toMatch(/コード: /)
    await openDesk(demoOnReal.console).desk.setup.run({
      code: /コード: (\S+)/.exec(demoOnReal.stderr())?.[1] ?? '',
      institution: { code: '2075', name: '試験信用組合', phone: '018-000-0000' },
      admin: { loginId: 'admin', name: '管理', password: 'long-enough-password' },
    })
    expect(await demoOnReal.stop()).toBe(0)
    const demo = await refused([], demoOnReal.folder)
    expect([demo.exitCode, demo.stderr]).toEqual([
      17,
      expect.stringContaining('練習モードを始められません'),
    ])
    for (const [args, words] of [
      [['--provider-port', '99999'], '0〜65535'],
      [['--nonsense'], 'README'],
      [['--provider-host', '0.0.0.0'], '--trust-front'],
      [['--issuer', 'http://example.com'], 'https://'],
      [['--clock-offset', 'soon'], '91d'],
    ] as const) {
      const usage = await refused([...args])
      expect([usage.exitCode, usage.stderr]).toEqual([2, expect.stringContaining(words)])
      expect(usage.stderr).not.toContain('at ')
    }
    const keys = join(first.folder, 'keys.json')
    renameSync(keys, `${keys}.away`)
    expect((await refused([], first.folder)).exitCode).toBe(16)
    removeFolder(first.folder)
    removeFolder(demoOnReal.folder)
  })

  it('--demo keeps the demo data of a folder, and --clock-offset ends its grants', async () => {
    const service = await startService()
    const provider = service.demo.providers[1] as DemoProvider
    const port = new URL(service.issuer).port
    const tokens = (
      await redeem(
        service.issuer,
        provider,
        await linkToCode(service.issuer, provider, service.demo.customers[0] as DemoCustomer),
      )
    ).body
    await service.stop()
    const before = await startService(
      ['--provider-port', port, '--clock-offset', '90d-60s'],
      service.folder,
    )
    expect((await refresh(before.issuer, provider, String(tokens.refresh_token))).status).toBe(200)
    await before.stop()
    const after = await startService(
      ['--provider-port', port, '--clock-offset', '91d'],
      service.folder,
    )
    expect(after.demo.providers[1]?.clientId).toBe(provider.clientId)
    expect((await refresh(after.issuer, provider, String(tokens.refresh_token))).body.error).toBe(
      'invalid_grant',
    )
    await after.stop()
    removeFolder(service.folder)
  })
})
