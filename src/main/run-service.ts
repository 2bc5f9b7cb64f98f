import { prepareFolder, refusedStart, StartRefused } from '#db'
import { openFolder, systemClock } from '#engine'
import { readDataKey } from './data-key.ts'
import { type Listener, openListener } from './listener/index.ts'
import { fileLog } from './log.ts'
import type { Options } from './options.ts'
import type { RunningEngine } from './run-engine.ts'

export interface Service {
  issuer: string
  console: string | null
  /** Resolves when the engine runs, to what the console's calls are given. Rejects as `loaded` does. */
  opened: Promise<RunningEngine>
  /** Resolves when everything is loaded; requests that come before wait. Rejects when a part cannot be loaded. */
  loaded: Promise<void>
  stop(): Promise<void>
}

/**
 * Database, engine, provider listener, console: the whole service in one process, the same for desktop and headless. Resolves
 * when the data is open and checked and both addresses are listened on, a demo's also when its data is there; what answers is
 * loaded next, so nothing may be imported here that this does not need (decision 0010).
 * @throws StartRefused
 */
export function runService(
  options: Options,
  given: { version: string; rendererFiles: string },
): Promise<Service> {
  return start(options, given).catch((error: unknown) => {
    throw refusedStart(error, options.dataDir)
  })
}

async function start(
  options: Options,
  given: { version: string; rendererFiles: string },
): Promise<Service> {
  // One path for a stop and for a start that fails: what was opened last is closed first.
  await using starting = new AsyncDisposableStack()
  prepareFolder(options.dataDir)
  const dataKey = readDataKey(options.dataDir, options.keyFile)
  const log = fileLog(options.dataDir)
  const clock = systemClock(options.clockOffsetMs)
  const folder = starting.adopt(openFolder({ folder: options.dataDir, clock, dataKey }), (opened) =>
    opened.close(),
  )
  const listenAt = async (at: { host: string; port: number }): Promise<Listener> =>
    starting.adopt(await listening(at, options.portsMayMove), (http) => http.close(true))
  const providerHttp = await listenAt({ host: options.providerHost, port: options.providerPort })
  const consoleHttp = options.console && (await listenAt(options.console))
  const testHttp = options.test && (await listenAt(options.test))
  const issuer = options.issuer ?? providerHttp.url
  const running = starting.move()
  const parts = {
    ...{ options, given, folder, dataKey, log, clock, issuer },
    ...{ providerHttp, consoleHttp, testHttp },
  }

  // After the caller has been told that the service listens.
  const later = new Promise((resolve) => setImmediate(resolve)).then(
    () => import('./run-engine.ts'),
  )
  const opening = later.then(({ runEngine }) => runEngine(parts, running))
  const loading = Promise.all([later, opening]).then(([{ answerAll }, engine]) =>
    answerAll(parts, engine, running),
  )
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopped ??= loading.catch(() => {}).then(() => running.disposeAsync())
    return stopped
  }
  const orStop = <T>(part: Promise<T>): Promise<T> => {
    const settled = part.catch(async (error: unknown) => {
      await stop().catch(() => {})
      throw refusedStart(error, options.dataDir)
    })
    // Callers that await it see a failure; without this line nobody awaiting it would be an unhandled rejection.
    settled.catch(() => {})
    return settled
  }
  const opened = orStop(opening)
  const loaded = orStop(loading)
  if (options.demo) await opened
  return { issuer, console: consoleHttp?.url ?? null, opened, loaded, stop }
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
