import type { ActContext, Actor, OpenEngine, StaffSession, TestChannel } from '#engine'
import type { BackupStatus } from '#shared/contract/backups'
import type { PreviewPages } from './preview-pages.ts'

/** Where one window's session token is kept: a cookie over HTTP, a variable beside the port on the desktop. */
export interface TokenHolder {
  get(): string | undefined
  set(token: string | undefined): void
}

export interface Place {
  issuer: string
  console: string | null
  listening: () => boolean
  startedAt: number
}

/** The backups of the service; they are made outside of the console. */
export interface BackupDesk {
  readonly status: BackupStatus
  /** @throws AppError backup.not-set-up, backup.running */
  ask(ctx: ActContext): Promise<void>
}

/** What the handler of every call is given. */
export interface CallContext {
  /** Of the call itself: put in by the handler of each way in. */
  reqHeaders?: Headers
  engine: OpenEngine
  place: Place
  previews: PreviewPages
  backups: BackupDesk
  /** Where providers test their connection; null: it is not open. */
  connectionTest: () => TestChannel | null
  holder: TokenHolder
  terminal: string
  /** The one-time code of the first set-up; null when none is open. */
  setupCode: () => string | null
  /** On the desktop the code is filled in: whoever uses it has access to the machine. */
  trustedWindow: boolean
}

/** The context of calls that need a signed-in person. */
export interface StaffContext extends CallContext {
  session: StaffSession
  actor: Actor
  correlationId: string
  key: string | undefined
}
