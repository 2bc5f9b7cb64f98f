import { randomInt } from 'node:crypto'
import { prepareFolder, StartRefused } from '#db'
import {
  act,
  issuerMark,
  type OpenEngine,
  openEngine,
  reindexCustomers,
  staffCount,
  systemClock,
  systemContext,
  watchClock,
} from '#engine'
import { Backups } from './backup/backups.ts'
import type { CallContext } from './console/context.ts'
import { PreviewPages } from './console/preview-pages.ts'
import { readDataKey } from './data-key.ts'
import { type Listener, openListener } from './listener/index.ts'
import { fileLog } from './log.ts'
import type { Options } from './options.ts'

export interface Service {
  issuer: string
  console: string | null
  /** Where the sample provider app of the demo is opened. */
  sampleApp: string | null
  setupCode: () => string | null
  callContext: Omit<CallContext, 'holder' | 'terminal' | 'trustedWindow'>
  /** Resolves when everything is loaded; requests that come before wait. Rejects when a part cannot be loaded. */
  loaded: Promise<void>
  stop(): Promise<void>
}

/**
 * Database, engine, provider listener, console: the whole service in one process, the same for desktop and headless. Resolves
 * when the data is open and both addresses are listened on; what answers there is loaded next.
 * @throws StartRefused
 */
export async function runService(
  options: Options,
  given: { version: string; rendererFiles: string },
): Promise<Service> {
  // One path for a stop and for a start that fails: what was opened last is closed first.
  await using starting = new AsyncDisposableStack()
  prepareFolder(options.dataDir)
  const dataKey = readDataKey(options.dataDir, options.keyFile)
  const log = fileLog(options.dataDir)
  const engine = starting.adopt(
    openEngine({
      folder: options.dataDir,
      clock: systemClock(options.clockOffsetMs),
      log,
      version: given.version,
      dataKey,
    }),
    (opened) => opened.close(),
  )
  await noteStart(engine)
  starting.defer(() => noteRunning('system.stop', false)(systemContext(engine), {}))
  starting.defer(() => engine.endWork())
  const listenAt = async (at: { host: string; port: number }): Promise<Listener> =>
    starting.adopt(await listening(at, options.portsMayMove), (http) => http.close(true))
  const providerHttp = await listenAt({ host: options.providerHost, port: options.providerPort })
  const consoleHttp = options.console && (await listenAt(options.console))
  const issuer = options.issuer ?? providerHttp.url
  if (engine.settings.mark(issuerMark) !== issuer)
    await engine.settings.saveMark(issuerMark, issuer, engine.clock.now())
  const setupCode = firstSetupCode(engine)
  const backups = new Backups(engine)
  const callContext: Service['callContext'] = {
    engine,
    backups,
    setupCode,
    previews: new PreviewPages(),
    place: {
      issuer,
      console: consoleHttp?.url ?? null,
      listening: () => providerHttp.server.listening,
      startedAt: engine.clock.now(),
    },
  }
  reindexCustomers(engine).catch((err: unknown) => log.error({ err }, 'search keys not made anew'))
  const demo =
    options.demo &&
    starting.adopt(await startDemo(engine, options.dataDir, issuer, consoleHttp?.url), (running) =>
      running.close(),
    )
  engine.imports.resume().catch((err: unknown) => log.error({ err }, 'imports not resumed'))
  starting.defer(watchClock(engine))
  const running = starting.move()

  const load = async (): Promise<void> => {
    // After the caller has been told that the service listens.
    await new Promise((resolve) => setImmediate(resolve))
    await log.open()
    const { startProviderListener } = await import('./server/index.ts')
    const { trustFront } = options
    running.adopt(
      await startProviderListener({ engine, http: providerHttp, issuer, trustFront }),
      (listener) => listener.close(),
    )
    if (consoleHttp) {
      const { startConsoleListener } = await import('./console/http.ts')
      const files = given.rendererFiles
      running.adopt(
        await startConsoleListener({ http: consoleHttp, files, context: callContext }),
        (listener) => listener.close(),
      )
    }
    engine.sweeps.start()
    running.defer(engine.trail.watch())
    running.defer(backups.watch())
  }
  const loading = load()
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopped ??= loading.catch(() => {}).then(() => running.disposeAsync())
    return stopped
  }
  const loaded = loading.catch(async (error: unknown) => {
    await stop()
    throw error
  })
  // Callers that await `loaded` see a failure; without this line nobody awaiting it would be an unhandled rejection.
  loaded.catch(() => {})
  return {
    issuer,
    console: consoleHttp?.url ?? null,
    sampleApp: demo ? demo.url : null,
    setupCode,
    callContext,
    loaded,
    stop,
  }
}

interface RunningDemo {
  url: string
  close(): Promise<void>
}

/** Demo data, demo.json and the sample app 家計簿デモ. Loaded only for a demo, since it would make every start longer. */
async function startDemo(
  engine: OpenEngine,
  folder: string,
  issuer: string,
  console: string | undefined,
): Promise<RunningDemo> {
  const [{ ensureDemo, writeDemoFile }, { startSampleProvider }] = await Promise.all([
    import('./demo/load-demo.ts'),
    import('./sample-provider/index.ts'),
  ])
  const sample = await startSampleProvider()
  try {
    const api = `${issuer}/api/v1`
    const demo = await ensureDemo(engine, sample.redirectUri)
    writeDemoFile(folder, { ...demo, issuer, api, console: console ?? null })
    const [own] = demo.providers
    if (own) {
      const { clientId, privateJwk, scope } = own
      sample.connect({ issuer, api, clientId, privateJwk, scope })
    }
    return sample
  } catch (error) {
    await sample.close()
    throw error
  }
}

async function listening(at: { host: string; port: number }, mayMove: boolean): Promise<Listener> {
  try {
    return await openListener(at)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause
    if (mayMove) return openListener({ ...at, port: 0 })
    throw new StartRefused(
      `ポート ${at.port} を使えません（ほかのプログラムが使用中か、権限がありません）。\nそのプログラムを終了するか、--provider-port / --console-port で別の番号を指定してください。 (The port is taken.)`,
      { reason: 'port-taken', cause },
    )
  }
}

/** Records in the audit that the former stop was not a clean one: the last 250 ms of access records may be missing. */
async function noteStart(engine: OpenEngine): Promise<void> {
  const crashed = engine.settings.mark('running') === true
  await noteRunning('system.start', true)(systemContext(engine), {
    ...(crashed && { reason: 'after-crash' }),
    after: {
      version: engine.version,
      clockOffsetMs: engine.clock.offset,
      ...(engine.auditHead.wasMissing && { auditHead: 'missing' }),
    },
  })
}

const noteRunning = (action: 'system.start' | 'system.stop', running: boolean) =>
  act(action, ({ engine }, told: { reason?: string; after?: object }) => {
    engine.settings.putMark('running', running, engine.clock.now())
    return { target: null, ...told }
  })

/** Letters and digits that are not mistaken for each other when read aloud. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** The first administrator proves access to the machine: the code is printed there and nowhere else. */
function firstSetupCode(engine: OpenEngine): () => string | null {
  const part = (): string =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')
  const code = `${part()}-${part()}-${part()}`
  return () => (staffCount(engine) === 0 ? code : null)
}
