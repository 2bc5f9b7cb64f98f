import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '#engine'

const secrets = [
  'password',
  'answer',
  'digit',
  'pin',
  'code',
  'code_verifier',
  'access_token',
  'refresh_token',
  'client_assertion',
  'authorization',
  'cookie',
  'dpop',
  'privateJwk',
]

export interface FileLog extends Log {
  /** Opens the file; records made before are written first. */
  open(): Promise<void>
}

/**
 * One JSON record a line, in the data folder. Secrets are replaced before a record is written, and records are written at
 * once, so that a crash loses none. pino is loaded with the rest of the service, after it listens.
 */
export function fileLog(folder: string): FileLog {
  let log: Log | undefined
  const early: ((log: Log) => void)[] = []
  const say = (line: (log: Log) => void): void => {
    if (log) line(log)
    else early.push(line)
  }
  return {
    warn: (record, text) => say((to) => to.warn(record, text)),
    error: (record, text) => say((to) => to.error(record, text)),
    async open() {
      const { default: pino } = await import('pino')
      mkdirSync(join(folder, 'logs'), { recursive: true, mode: 0o700 })
      log = pino(
        {
          redact: {
            paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
            censor: '[伏せ]',
          },
          base: null,
        },
        pino.destination({ dest: join(folder, 'logs', 'engine.log'), mode: 0o600, sync: true }),
      )
      for (const line of early.splice(0)) line(log)
    },
  }
}
