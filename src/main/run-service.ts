import { randomInt, randomUUID } from 'node:crypto'
import { prepareFolder, StartRefused } from '#db'
import {
  expireGrants,
  type OpenEngine,
  openEngine,
  purgeTokens,
  recordAudit,
  staffCount,
  systemActor,
  systemClock,
  watchClock,
} from '#engine'
import type { CallContext } from './console/context.ts'
import { type ConsoleListener, startConsoleListener } from './console/http.ts'
import { fileLog } from './log.ts'
import type { Options } from './options.ts'
import type { SampleProvider } from './sample-provider/index.ts'
import { type ProviderListener, startProviderListener } from './server/index.ts'

const sweepMs = 30_000

export interface Service {
  issuer: string
  console: string | null
  /** Where the sample provider app of the demo is opened. */
  sampleApp: string | null
  setupCode: () => string | null
  callContext: Omit<CallContext, 'holder' | 'terminal' | 'trustedWindow'>
  stop(): Promise<void>
}

/** Database, engine, provider listener, console: the whole service in one process, the same for desktop and headless. @throws StartRefused */
export async function runService(
  options: Options,
  given: { version: string; rendererFiles: string },
): Promise<Service> {
  prepareFolder(options.dataDir)
  const log = fileLog(options.dataDir)
  const engine = await openEngine({
    folder: options.dataDir,
    clock: systemClock(options.clockOffsetMs),
    log,
    version: given.version,
  })
  let sample: SampleProvider | undefined
  let listener: ProviderListener | undefined
  let console: ConsoleListener | undefined
  try {
    // Loaded for a demo alone: a bank's own start need not wait for them.
    const demoParts = options.demo
      ? await Promise.all([import('./demo/load-demo.ts'), import('./sample-provider/index.ts')])
      : undefined
    sample = await demoParts?.[1].startSampleProvider()
    const demo = sample && (await demoParts?.[0].ensureDemo(engine, sample.redirectUri))
    await noteStart(engine)
    listener = await listening(options.providerPort, () =>
      startProviderListener({
        engine,
        host: options.providerHost,
        port: options.providerPort,
        issuer: options.issuer,
        trustFront: options.trustFront,
      }),
    )
    const { issuer } = listener
    const setupCode = firstSetupCode(engine)
    let open = true
    const callContext: Service['callContext'] = {
      engine,
      setupCode,
      place: { issuer, console: null, listening: () => open, startedAt: engine.clock.now() },
    }
    if (options.console) {
      const { host, port } = options.console
      console = await listening(port, () =>
        startConsoleListener({ host, port, files: given.rendererFiles, context: callContext }),
      )
      callContext.place.console = console.url
    }
    if (demo && sample) {
      const complete = { ...demo, issuer, api: `${issuer}/api/v1`, console: console?.url ?? null }
      demoParts?.[0].writeDemoFile(options.dataDir, complete)
      const own = complete.providers[0]
      if (own)
        sample.connect({
          issuer,
          api: complete.api,
          clientId: own.clientId,
          privateJwk: own.privateJwk,
          scope: own.scope,
        })
    }
    const sweep = (): void => {
      Promise.all([expireGrants(engine), purgeTokens(engine)]).catch((err: unknown) =>
        log.error({ err }, 'sweep failed'),
      )
    }
    sweep()
    const timer = setInterval(sweep, sweepMs)
    const stopClock = watchClock(engine)
    const parts = { listener, console, sample }
    return {
      issuer,
      console: console?.url ?? null,
      sampleApp: sample?.url ?? null,
      setupCode,
      callContext,
      async stop() {
        open = false
        clearInterval(timer)
        stopClock()
        await Promise.all([parts.listener.close(), parts.console?.close(), parts.sample?.close()])
        await noteStop(engine)
        await engine.close()
      },
    }
  } catch (error) {
    await Promise.all([listener?.close(), console?.close(), sample?.close()])
    await engine.close()
    throw error
  }
}

async function listening<T>(port: number, start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause
    throw new StartRefused(
      `ポート ${port} を使えません（ほかのプログラムが使用中か、権限がありません）。\nそのプログラムを終了するか、--provider-port / --console-port で別の番号を指定してください。 (The port is taken.)`,
      { reason: 'port-taken', cause },
    )
  }
}

/** A start that follows no clean stop says so: the last quarter second of access records may be missing. */
async function noteStart(engine: OpenEngine): Promise<void> {
  const crashed = engine.settings.mark('running') === true
  await engine.settings.saveMark('running', true, engine.clock.now())
  await engine.store.write(() =>
    recordAudit(engine, {
      actor: systemActor,
      action: 'system.start',
      ...(crashed && { reason: 'after-crash' }),
      after: { version: engine.version, clockOffsetMs: engine.clock.offset },
      correlationId: randomUUID(),
    }),
  )
}

async function noteStop(engine: OpenEngine): Promise<void> {
  await engine.settings.saveMark('running', false, engine.clock.now())
  await engine.store.write(() =>
    recordAudit(engine, { actor: systemActor, action: 'system.stop', correlationId: randomUUID() }),
  )
}

/** Letters and digits that are not mistaken for each other when read aloud. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** The first administrator proves to stand before the machine: the code is printed there and nowhere else. */
function firstSetupCode(engine: OpenEngine): () => string | null {
  const part = (): string =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')
  const code = `${part()}-${part()}-${part()}`
  return () => (staffCount(engine) === 0 ? code : null)
}
