import type { Logger } from 'pino'
import type { Bank, Passwords } from '#bank'
import type { Store } from '#db'
import type { AccessLog } from './access/access-log.ts'
import type { Clock } from './clock.ts'
import type { Keys } from './keys.ts'
import type { Settings } from './settings.ts'
import type { Sequences } from './tokens/sequences.ts'

/** Everything the rules are given; nothing is global. */
export interface Engine {
  readonly store: Store
  readonly bank: Bank
  readonly passwords: Passwords
  readonly clock: Clock
  readonly keys: Keys
  readonly settings: Settings
  readonly sequences: Sequences
  readonly access: AccessLog
  readonly log: Logger
  readonly version: string
}
