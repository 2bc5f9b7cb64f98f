/**
 * Every expected failure that a person, a provider or an operator can meet.
 * `status` is the HTTP status; `oauth` the error name on the wire (RFC 6749 §5.2, RFC 6750 §3.1, RFC 9449 §7).
 * Texts live in `messages/`: a code without a text in each language does not compile.
 */
export const errors = {
  'input.invalid': { status: 400, oauth: 'invalid_request' },
  'input.range': { status: 400, oauth: 'invalid_request' },
  'staff.not-signed-in': { status: 401 },
  'staff.wrong-credentials': { status: 401 },
  'staff.too-many-tries': { status: 429 },
  'staff.session-locked': { status: 423 },
  'staff.login-id-taken': { status: 409 },
  'staff.password-weak': { status: 400 },
  'staff.not-found': { status: 404 },
  'staff.branch-unknown': { status: 400 },
  'staff.branch-needed': { status: 400 },
  'staff.code-wrong': { status: 400 },
  'staff.has-authenticator': { status: 409 },
  'staff.enrol-needed': { status: 403 },
  'staff.own-account': { status: 403 },
  'staff.last-admin': { status: 409 },
  'staff.password-same': { status: 400 },
  'permission.denied': { status: 403 },
  'backup.not-set-up': { status: 409 },
  'backup.running': { status: 409 },
  'setup.already-done': { status: 409 },
  'setup.wrong-code': { status: 403 },
  'file.not-found': { status: 404 },
  'file.cancelled': { status: 409 },
  'file.too-many-rows': { status: 413 },
  'view.not-found': { status: 404 },
  'view.too-many': { status: 409 },
  'retention.not-found': { status: 404 },
  'retention.nothing': { status: 409 },
  'retention.already-asked': { status: 409 },
  'customer.not-found': { status: 404 },
  'grant.not-found': { status: 404 },
  'grant.already-ended': { status: 409 },
  'identity.not-met': { status: 403 },
  'identity.tries-used': { status: 429 },
  'identity.shown': { status: 409 },
  'identity.papers-needed': { status: 403 },
  'identity.one-first': { status: 403 },
  'request.not-found': { status: 404 },
  'request.not-yours': { status: 403 },
  'request.closed': { status: 409 },
  'request.cannot-follow': { status: 409 },
  'request.call-goes-on': { status: 409 },
  'request.corrections-full': { status: 409 },
  'request.lapsed': { status: 409 },
  'request.not-reachable': { status: 403 },
  'request.confirmation-wrong': { status: 400 },
  'request.already-checked': { status: 409 },
  'request.same-person': { status: 403 },
  'request.reason-needed': { status: 403 },
  'request.name-needed': { status: 409 },
  'staff.proof-needed': { status: 401 },
  'proposal.not-found': { status: 404 },
  'proposal.decided': { status: 409 },
  'proposal.same-person': { status: 403 },
  'proposal.tied': { status: 403 },
  'proposal.not-yours': { status: 403 },
  'proposal.maker-gone': { status: 409 },
  'proposal.changed-meanwhile': { status: 409 },
  'provider.not-found': { status: 404 },
  'provider.changed-meanwhile': { status: 409 },
  'provider.transition-refused': { status: 409 },
  'provider.not-draft': { status: 409 },
  'provider.registration-number-taken': { status: 409 },
  'provider.not-active': { status: 403, oauth: 'access_denied' },
  'provider.not-ready': { status: 409 },
  'provider.ledger-incomplete': { status: 409 },
  'ledger.stays': { status: 409 },
  'ledger.file-lost': { status: 409 },
  'evidence.not-found': { status: 404 },
  'ledger.file-too-large': { status: 413 },
  'ledger.file-too-many': { status: 409 },
  'ledger.file-damaged': { status: 500 },
  'policy.validity-missing': { status: 409, oauth: 'access_denied' },
  'hours.closed': { status: 503 },
  'data.not-yet': { status: 503 },
  'import.busy': { status: 409 },
  'import.too-large': { status: 413 },
  'import.order': { status: 409 },
  'import.not-yours': { status: 403 },
  'import.not-found': { status: 404 },
  'import.has-problems': { status: 409 },
  'text.not-found': { status: 404 },
  'text.invalid': { status: 400 },
  'text.approved-already': { status: 409 },
  'text.same-person': { status: 403 },
  'text.changed-meanwhile': { status: 409 },
  'settings.changed-meanwhile': { status: 409 },
  'clock.changed-meanwhile': { status: 409 },
  'clock.in-doubt': { status: 409 },
  'consent.changed': { status: 409, oauth: 'access_denied' },
  'consent.refused': { status: 403, oauth: 'access_denied' },
  'token.missing': { status: 401 },
  'token.invalid': { status: 401, oauth: 'invalid_token' },
  'token.scope': { status: 403, oauth: 'insufficient_scope' },
  'dpop.invalid': { status: 401, oauth: 'invalid_dpop_proof' },
  'dpop.replay-unknown': { status: 503, oauth: 'temporarily_unavailable' },
  'code.already-used': { status: 400, oauth: 'invalid_grant' },
  'account.not-found': { status: 404 },
  'act.given-up': { status: 409 },
  'service.halted': { status: 503, oauth: 'temporarily_unavailable' },
  'service.changed-meanwhile': { status: 409 },
  'store.unavailable': { status: 503, oauth: 'temporarily_unavailable' },
  'store.unsure': { status: 503, oauth: 'temporarily_unavailable' },
  'store.damaged': { status: 503, oauth: 'temporarily_unavailable' },
  'server.busy': { status: 503, oauth: 'temporarily_unavailable' },
  'server.failed': { status: 500, oauth: 'server_error' },
} as const satisfies Record<string, { status: number; oauth?: string }>

export type ErrorCode = keyof typeof errors

/** An expected failure. `detail` is shown to the caller beside the text of its code; it never holds a secret. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined

  constructor(code: ErrorCode, options: { detail?: string; cause?: unknown } = {}) {
    // An expected failure needs no stack trace, and collecting one costs more than the check that failed.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(options.detail ? `${code}: ${options.detail}` : code, { cause: options.cause })
    Error.stackTraceLimit = stackTraceLimit
    this.name = 'AppError'
    this.code = code
    this.detail = options.detail
  }
}
