import type { Actor, OpenEngine, StaffSession } from '#engine'
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

/** What every call is answered with. */
export interface CallContext {
  engine: OpenEngine
  place: Place
  previews: PreviewPages
  holder: TokenHolder
  terminal: string
  /** The one-time code of the first set-up; null when none is open. */
  setupCode: () => string | null
  /** The desktop hands the code over by itself: whoever sits there stands before the machine. */
  trustedWindow: boolean
}

/** The same with the person who calls, for calls that need one. */
export interface StaffContext extends CallContext {
  session: StaffSession
  actor: Actor
  correlationId: string
}
