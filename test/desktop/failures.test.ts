import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { exitCodes } from '#shared/exit-codes'
import { cacheFolder, dataFolder } from '../../src/main/command-line.ts'
import { type DesktopHost, startDesktop, until } from '../support/desktop-host.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

/** How the desktop meets an engine, a window and a machine that fail. Each was seen to fail on the stand-in before its cure. */
let folder: string
let hosts: DesktopHost[]
beforeEach(() => {
  folder = temporaryFolder()
  hosts = []
})
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.close()))
  vi.unstubAllEnvs()
  removeFolder(folder)
})

async function desktop(
  args: string[] = ['--data-dir', folder],
  environment?: NodeJS.ProcessEnv,
): Promise<DesktopHost> {
  const host = await startDesktop(args, environment)
  hosts.push(host)
  return host
}
/** An engine that does what `code` says; it counts its starts. */
function engine(code: string): NodeJS.ProcessEnv {
  const script = join(folder, 'engine.mjs')
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs'\nappendFileSync(${JSON.stringify(join(folder, 'starts'))}, '.')\n${code}`,
  )
  return { STAND_IN_SERVICE: script }
}
const starts = (): number => readFileSync(join(folder, 'starts'), 'utf8').length

describe('an engine that does not start', () => {
  it('has one exit code for each reason, and README lists them', () => {
    const rows = [
      ...readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8').matchAll(
        /^\| (\d+) +\|/gm,
      ),
    ]
    expect(rows.map(([, code]) => Number(code))).toEqual(Object.values(exitCodes))
  })

  it.each(Object.values(exitCodes))(
    'with the reason %i is not started again: the dialog says what it said, and the desktop ends with its code',
    async (code) => {
      const host = await desktop(
        undefined,
        engine(`process.stderr.write('理由とすること'); process.exit(${code})`),
      )
      expect(await host.dialog()).toBe('連携デスクを始められません\n理由とすること')
      expect(await host.exit).toBe(code)
      expect(starts()).toBe(1)
    },
  )

  it('with a bug is started again a few times, and then the dialog says how it ended', async () => {
    const host = await desktop(undefined, engine('process.exit(1)'))
    expect(await host.dialog()).toContain('終了コード 1')
    expect(await host.exit).toBe(1)
    expect(starts()).toBe(5)
  })
})

it('an engine that is stuck does not keep the desktop from ending', async () => {
  const host = await desktop(
    undefined,
    engine(`process.parentPort.postMessage({ ready: true, issuer: '', sampleApp: null })
process.parentPort.on('message', () => { for (;;); })`),
  )
  await until(() => existsSync(join(folder, 'starts')))
  await host.page()
  host.process.send('quit')
  expect(await host.exit).toBe(0)
})

it('an error that nobody caught ends with a dialog', async () => {
  const host = await desktop(
    undefined,
    engine('setInterval(() => {}, 1e6); process.parentPort.on("message", () => process.exit(0))'),
  )
  await host.page()
  host.process.send('reject')
  expect(await host.dialog()).toMatch(/予期しない問題.*nobody caught this/s)
  expect(await host.exit).toBe(1)
})

it('a console that cannot be loaded is replaced by a page that leads back', async () => {
  const host = await desktop(['--data-dir', folder, '--provider-port', '0'], {
    STAND_IN_FAILS: 'app://console/',
  })
  const failed = await host.page((page) => page.url().endsWith('/window-failed'))
  await failed.getByRole('link', { name: 'もう一度開く' }).click()
  await failed
    .getByRole('heading', { name: /はじめ|設定|準備/ })
    .first()
    .waitFor()
})

it('when not even that page can be shown, a dialog says so', async () => {
  const host = await desktop(['--data-dir', folder, '--provider-port', '0'], {
    STAND_IN_FAILS: 'always',
  })
  expect(await host.dialog()).toContain('ERR_FILE_NOT_FOUND')
  expect(await host.exit).toBe(1)
})

describe('one desktop for each data folder', () => {
  it('a second start on the same folder brings the first to the front and ends; a demo beside it opens', async () => {
    const real = await desktop(['--data-dir', folder, '--provider-port', '0'])
    await real.page()
    const second = await desktop(['--data-dir', folder, '--provider-port', '0'])
    expect(await second.exit).toBe(0)
    await expect.poll(() => real.messages.some((message) => 'focused' in message)).toBe(true)
    const demo = await desktop(['--demo'], { TMPDIR: folder })
    const window = await demo.page()
    await window.getByLabel('職員ID').waitFor()
    expect(demo.messages.some((message) => 'dialog' in message)).toBe(false)
  })
})

describe('where files lie', () => {
  it('data lie in one place on this machine, never in the roaming profile; compiled code where its user may write', () => {
    vi.stubEnv('XDG_DATA_HOME', join(folder, 'data'))
    vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'))
    expect(dataFolder({})).toBe(join(folder, 'data/renkei-desk'))
    expect(cacheFolder()).toBe(join(folder, 'cache/renkei-desk/compiled'))
    const system = process.platform
    Object.defineProperty(process, 'platform', { value: 'win32' })
    vi.stubEnv('LOCALAPPDATA', join(folder, 'Local'))
    vi.stubEnv('APPDATA', join(folder, 'Roaming'))
    const onWindows = dataFolder({})
    Object.defineProperty(process, 'platform', { value: system })
    expect(onWindows).toBe(join(folder, 'Local/renkei-desk'))
    vi.stubEnv('TMPDIR', folder)
    const demo = dataFolder({ demo: true })
    expect(demo.startsWith(join(folder, 'renkei-demo-'))).toBe(true)
    rmSync(demo, { recursive: true })
  })
})
