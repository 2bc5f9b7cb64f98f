import { mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
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
 * A file that drops records instead of throwing, on a full or broken disk: what is logged is mostly another failure, and its
 * way to an answer must not end here. How many were dropped is written once that is possible again.
 */
export function droppingFile(path: string): { write(line: string): void } {
  let file: number | undefined
  let dropped = 0
  let cutOff = false
  const append = (text: string): void => {
    if (file === undefined) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      file = openSync(path, 'a', 0o600)
    }
    const bytes = Buffer.from(text)
    const written = writeSync(file, bytes)
    cutOff = written < bytes.length
    if (cutOff) throw new Error('the disk took a part of the line')
  }
  return {
    write(line) {
      try {
        if (cutOff) append('\n')
        if (dropped > 0)
          append(
            `${JSON.stringify({ level: 40, time: Date.now(), dropped, msg: 'lines not written' })}\n`,
          )
        dropped = 0
        append(line)
      } catch {
        dropped += 1
      }
    },
  }
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
      log = pino(
        {
          redact: {
            paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
            censor: '[伏せ]',
          },
          base: null,
        },
        droppingFile(join(folder, 'logs', 'engine.log')),
      )
      for (const line of early.splice(0)) line(log)
    },
  }
}
