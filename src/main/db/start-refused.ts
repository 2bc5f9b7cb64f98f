import { exitCodes } from '#shared/exit-codes'

/** Refuses to start: message = what happened, why, what to do. Nothing was changed. */
export class StartRefused extends Error {
  readonly reason: keyof typeof exitCodes

  constructor(message: string, options: { reason: keyof typeof exitCodes; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.name = 'StartRefused'
    this.reason = options.reason
  }

  get exitCode(): number {
    return exitCodes[this.reason]
  }
}
