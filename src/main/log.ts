import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'

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

/** One JSON record a line, in the data folder; what could open anything is replaced before it is written. Written at once: a start that is refused ends the process right away. */
export function fileLog(folder: string): Logger {
  mkdirSync(join(folder, 'logs'), { recursive: true, mode: 0o700 })
  return pino(
    {
      redact: {
        paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[伏せ]',
      },
      base: null,
    },
    pino.destination({ dest: join(folder, 'logs', 'engine.log'), mode: 0o600, sync: true }),
  )
}
