import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { createEnrolled, openEngine, systemContext } from '#engine'
import { type Listener, openListener } from '../src/main/listener/index.ts'
import type { Options } from '../src/main/options.ts'
import { runService, type Service } from '../src/main/run-service.ts'
import { removeFolder, temporaryFolder } from './support/service-process.ts'
import { TestClock } from './support/world.ts'

const host = '127.0.0.1'
/** Nothing but the listener whose port is taken; Node lets go of a closed one a turn of its loop later. */
const nothingListens = () =>
  expect
    .poll(() => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length)
    .toBe(1)
let dataDir: string
let taken: Listener
beforeEach(async () => {
  dataDir = temporaryFolder()
  taken = await openListener({ host, port: 0 })
})
afterEach(async () => {
  await taken.close(true)
  removeFolder(dataDir)
})

const start = (options: Partial<Options> = {}, rendererFiles = ''): Promise<Service> =>
  runService(
    {
      dataDir,
      keyFile: undefined,
      providerHost: host,
      providerPort: 0,
      portsMayMove: false,
      console: { host, port: 0 },
      issuer: undefined,
      consoleUrl: undefined,
      trustFront: undefined,
      test: undefined,
      demo: false,
      clockOffsetMs: 0,
      ...options,
    },
    { version: 'test', rendererFiles },
  )
const open = () =>
  openEngine({
    folder: dataDir,
    clock: new TestClock(),
    log: { warn() {}, error() {} },
    version: 'test',
  })
/** What the audit tells of starts and stops; the folder can be opened, so nobody holds it. */
async function told(): Promise<string[]> {
  const engine = open()
  const rows = engine.store.read(
    sql.selectFrom('auditEntries').select(['action', 'reason']).orderBy('id'),
  )
  expect(engine.settings.mark('running')).not.toBe(true)
  await engine.close()
  return rows.map(({ action, reason }) => (reason ? `${action} ${reason}` : action))
}
const startAndStop = ['system.start', 'system.stop']

describe('a start that fails at any stage leaves nothing open', () => {
  it.each<[string, () => Promise<unknown>, string[]]>([
    [
      'another engine holds the folder',
      async () => {
        const other = open()
        await start().finally(() => other.close())
      },
      [],
    ],
    ['the provider port is taken', () => start({ providerPort: taken.port }), []],
    ['the console port is taken', () => start({ console: { host, port: taken.port } }), []],
    [
      'the demo finds data that is not its own',
      async () => {
        const engine = open()
        const staff = { loginId: 'a', name: '職員', role: 'sysadmin', branchCode: null } as const
        const password = 'long-enough-word'
        await createEnrolled(systemContext(engine), { ...staff, password })
        await engine.close()
        await start({ demo: true })
      },
      ['staff.create', ...startAndStop],
    ],
    [
      'the provider listener cannot be made',
      async () => (await start({ issuer: 'no address' })).loaded,
      startAndStop,
    ],
    [
      'the console listener cannot be made',
      async () => (await start({}, import.meta.filename)).loaded,
      startAndStop,
    ],
  ])('%s', async (_, starting, expected) => {
    await expect(starting()).rejects.toThrow()
    await nothingListens()
    expect(await told()).toEqual(expected)
  })
})

it('a demo whose ports nobody named takes free ones beside the real desk', async () => {
  const beside = await start({
    providerPort: taken.port,
    console: { host, port: taken.port },
    portsMayMove: true,
  })
  const ports = [beside.issuer, beside.console ?? ''].map((url) => new URL(url).port)
  expect(ports).not.toContain(String(taken.port))
  await beside.stop()
})

it('a stop, also while the rest is loaded, leaves nothing open; the next start finds a clean one', async () => {
  const early = await start()
  await Promise.all([early.stop(), early.stop()])
  const service = await start()
  await service.loaded
  const { place } = (await service.opened).callContext
  expect(place.listening()).toBe(true)
  await service.stop()
  expect(place.listening()).toBe(false)
  await nothingListens()
  expect(await told()).toEqual([...startAndStop, ...startAndStop])
})
