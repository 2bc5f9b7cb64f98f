import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDesk } from '../support/desk-client.ts'
import { linkToCode, redeem, refresh } from '../support/protocol.ts'
import {
  type DemoCustomer,
  type DemoProvider,
  removeFolder,
  startService,
} from '../support/service-process.ts'

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
