import { randomUUID } from 'node:crypto'
import type { ActorKind } from '#db'
import type { Role } from '#shared/staff'
import type { Engine } from './engine.ts'

/** Who does something, as history and audit keep it. */
export interface Actor {
  kind: ActorKind
  id: string
  name: string
  role?: Role
  branchCode?: string | null
  terminal?: string
}

/** Who acts, and in which call. Calls of the console bring one; commands and the program itself use systemContext. */
export interface ActContext {
  readonly engine: Engine
  readonly actor: Actor
  readonly correlationId: string
  /** The window's own key for the call, by which it may ask again what became of it: see act-keys.ts. */
  readonly key?: string | undefined
}

export const systemActor: Actor = { kind: 'system', id: 'engine', name: '自動処理' }

/** For what the program does by itself, and for commands. */
export function systemContext(engine: Engine): ActContext {
  return { engine, actor: systemActor, correlationId: randomUUID() }
}
