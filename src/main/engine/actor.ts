import type { ActorKind } from '#db'
import type { Role } from '#shared/staff'

/** Who does something, as history and audit keep it. */
export interface Actor {
  kind: ActorKind
  id: string
  name: string
  role?: Role
  branchCode?: string | null
  terminal?: string
}

export const systemActor: Actor = { kind: 'system', id: 'engine', name: '自動処理' }
