import {
  act,
  drawCode,
  engineOn,
  issuerMark,
  type OpenEngine,
  type OpenFolder,
  reindexCustomers,
  staffCount,
  systemContext,
  watchClock,
} from '#engine'
import { Backups } from './backup/backups.ts'
import type { CallContext } from './console/context.ts'
import { PreviewPages } from './console/preview-pages.ts'
import type { readDataKey } from './data-key.ts'
import type { Listener } from './listener/index.ts'
import type { FileLog } from './log.ts'
import type { Options } from './options.ts'
import { fetchPublic } from './outbound/fetch-public.ts'

/** What a service that listens is run with. */
export interface Listening {
  options: Options
  given: { version: string; rendererFiles: string }
  folder: OpenFolder
  log: FileLog
  clock: OpenEngine['clock']
  issuer: string
  providerHttp: Listener
  consoleHttp: Listener | undefined
  testHttp: Listener | undefined
  dataKey: ReturnType<typeof readDataKey>
}

export interface RunningEngine {
  engine: OpenEngine
  backups: Backups
  /** Where the sample provider app of the demo is opened. */
  sampleApp: string | null
  callContext: Omit<CallContext, 'holder' | 'terminal' | 'trustedWindow'>
}

/** The engine on the open folder, and what works beside it. @param running how to stop it is added there */
export async function runEngine(
  { options, given, folder, log, clock, issuer, providerHttp, consoleHttp }: Listening,
  running: AsyncDisposableStack,
): Promise<RunningEngine> {
  const engine = engineOn(folder, { clock, log, version: given.version, fetchPublic })
  running.defer(() => engine.close())
  await noteStart(engine)
  running.defer(() =>
    // A disk that is full to the last byte keeps nobody from stopping.
    noteRunning('system.stop', false)(systemContext(engine), {}).catch((err: unknown) =>
      log.error({ err }, 'stop not recorded'),
    ),
  )
  running.defer(() => engine.endWork())
  if (engine.settings.mark(issuerMark) !== issuer)
    await engine.settings.saveMark(issuerMark, issuer, engine.clock.now())
  const backups = new Backups(engine)
  const callContext: RunningEngine['callContext'] = {
    engine,
    backups,
    connectionTest: () => null,
    setupCode: firstSetupCode(engine),
    previews: new PreviewPages(),
    place: {
      issuer,
      console: consoleHttp ? (options.consoleUrl ?? consoleHttp.url) : null,
      listening: () => providerHttp.server.listening,
      startedAt: engine.clock.now(),
    },
  }
  reindexCustomers(engine).catch((err: unknown) => log.error({ err }, 'search keys not made anew'))
  const demo =
    options.demo &&
    running.adopt(await startDemo(engine, options.dataDir, issuer, consoleHttp?.url), (app) =>
      app.close(),
    )
  engine.imports.resume().catch((err: unknown) => log.error({ err }, 'imports not resumed'))
  running.defer(watchClock(engine))
  return { engine, backups, sampleApp: demo ? demo.url : null, callContext }
}

/** Has providers, customers and staff answered, and begins the work that repeats. */
export async function answerAll(
  parts: Listening,
  { engine, backups, callContext }: RunningEngine,
  running: AsyncDisposableStack,
): Promise<void> {
  const { options, given, log, issuer, providerHttp, consoleHttp } = parts
  await log.open()
  const { trustFront, consoleUrl } = options
  const { startProviderListener } = await import('./server/index.ts')
  running.adopt(
    await startProviderListener({ engine, http: providerHttp, issuer, trustFront }),
    (listener) => listener.close(),
  )
  await openTests(parts, { engine, callContext }, running)
  if (consoleHttp) {
    const { startConsoleListener } = await import('./console/http.ts')
    const files = given.rendererFiles
    running.adopt(
      await startConsoleListener({
        ...{ http: consoleHttp, files, context: callContext },
        ...{ publicUrl: consoleUrl, trustFront },
      }),
      (listener) => listener.close(),
    )
  }
  engine.sweeps.start()
  running.defer(engine.integrity.watch())
  running.defer(engine.space.watch())
  running.defer(engine.trail.watch())
  running.defer(backups.watch())
}

/** Where providers test their connection, if it was asked for. What keeps it from opening keeps nobody else from working. */
async function openTests(
  { options, given, log, clock, dataKey, testHttp }: Listening,
  { engine, callContext }: Pick<RunningEngine, 'engine' | 'callContext'>,
  running: AsyncDisposableStack,
): Promise<void> {
  if (!testHttp) return
  try {
    const { openTestChannel } = await import('./connection-test/index.ts')
    const channel = running.adopt(
      await openTestChannel(engine, {
        ...{ log, clock, dataKey, version: given.version, http: testHttp },
        issuer: options.test?.issuer ?? testHttp.url,
        trustFront: options.trustFront,
      }),
      (open) => open.close(),
    )
    callContext.connectionTest = () => channel
  } catch (err) {
    log.error({ err }, 'the test channel is not open')
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

/** The first administrator proves access to the machine: the code is printed there and nowhere else. */
function firstSetupCode(engine: OpenEngine): () => string | null {
  const code = drawCode(3)
  return () => (staffCount(engine) === 0 ? code : null)
}
