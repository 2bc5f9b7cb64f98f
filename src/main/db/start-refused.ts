/** Why the program does not start; each with its own exit code, so that scripts can tell them apart. */
export const exitCodes = {
  usage: 2,
  'folder-unwritable': 10,
  'already-running': 11,
  'database-newer': 12,
  'database-damaged': 13,
  'disk-full': 14,
  'port-taken': 15,
  'keys-unusable': 16,
  'data-not-demo': 17,
  'audit-lost': 18,
  'folder-exposed': 19,
} as const

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
