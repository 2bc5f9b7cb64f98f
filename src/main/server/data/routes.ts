import { isIP } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import {
  type AccessTokenRow,
  checkCall,
  countUse,
  type Engine,
  grantedAccount,
  grantedAccounts,
  refuseHalted,
  refuseOutsideHours,
  type TokenStore,
  transactionPage,
  withBalance,
} from '#engine'
import { signingAlgorithms } from '#shared/algorithms'
import { AppError, type ErrorCode, errors } from '#shared/errors'
import type { Scope } from '#shared/grant'
import { resourceMetadataPath } from '../resource.ts'
import { DpopProofs } from './dpop.ts'
import { openApi } from './openapi.ts'
import { accountsBody, balanceBody, transactionsBody } from './wire.ts'

interface Answer {
  body: object
  accountId?: number
  rows?: number
}

const TransactionsQuery = z.strictObject({
  dateFrom: z.string().optional(),
  dateTo: z.string().optional(),
  nextItemKey: z.string().optional(),
})

/** 口座一覧, 残高照会, 入出金明細照会. Every call is checked anew and leaves one access record (R82). */
export function dataRoutes(
  app: FastifyInstance,
  given: { engine: Engine; tokens: TokenStore; issuer: string },
): void {
  const { engine, tokens } = given
  const proofs = new DpopProofs(engine)
  const { origin } = new URL(given.issuer)

  app.get('/api/v1/openapi.json', () => openApi(given.issuer))

  app.get('/api/v1/accounts', (request, reply) =>
    answer(request, reply, 'accounts', 'accounts', ({ grantId, customerId }) => {
      const holder = engine.bank.customer(customerId) ?? { name: '', kana: '' }
      const accounts = grantedAccounts(engine, grantId).map((entry) => ({ ...entry, holder }))
      return { body: accountsBody(engine.clock.now(), accounts), rows: accounts.length }
    }),
  )

  app.get<{ Params: { accountId: string } }>(
    '/api/v1/accounts/:accountId/balance',
    (request, reply) =>
      answer(request, reply, 'balance', 'balances', ({ grantId }) => {
        const { accountId } = request.params
        const account = grantedAccount(engine, grantId, accountId)
        refuseOutsideHours(engine, 'balance')
        return {
          body: balanceBody(accountId, withBalance(account)),
          accountId: account.id,
          rows: 1,
        }
      }),
  )

  app.get<{ Params: { accountId: string } }>(
    '/api/v1/accounts/:accountId/transactions',
    (request, reply) =>
      answer(request, reply, 'transactions', 'transactions', ({ grantId }) => {
        const { accountId } = request.params
        const account = grantedAccount(engine, grantId, accountId)
        const asked = TransactionsQuery.safeParse(request.query)
        if (!asked.success) throw new AppError('input.invalid', { detail: 'query' })
        refuseOutsideHours(engine, 'transactions')
        const page = transactionPage(engine, account, asked.data)
        return {
          body: transactionsBody(engine.clock.now(), accountId, page),
          accountId: account.id,
          rows: page.transactions.length,
        }
      }),
  )

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    endpoint: string,
    scope: Scope,
    work: (token: AccessTokenRow) => Answer,
  ): Promise<FastifyReply> {
    const begun = performance.now()
    let token: AccessTokenRow | undefined
    let status = 200
    let result = 'ok'
    let given: Answer | undefined
    let attended: 0 | 1 | null = null
    /** RFC 6750 §2.1 and RFC 9449 §7.1: the token in the header alone, under the scheme of its kind. */
    const checkToken = (kind: string, value: string): AccessTokenRow => {
      const checked = checkCall(engine, tokens, value)
      token = checked.token
      if (checked.refusal !== undefined)
        throw new AppError('token.invalid', { detail: checked.refusal })
      if ((checked.token.jkt !== null) !== (kind === 'dpop'))
        throw new AppError('token.invalid', { detail: 'wrong-scheme' })
      return checked.token
    }
    try {
      const [scheme = '', value = '', ...rest] = (request.headers.authorization ?? '').split(' ')
      const kind = scheme.toLowerCase()
      if (value === '' || rest.length > 0 || (kind !== 'bearer' && kind !== 'dpop'))
        throw new AppError('token.missing')
      let valid = checkToken(kind, value)
      const kept = checkProof(request, value, valid)
      if (kept) {
        await kept
        // Something may have ended, or all been halted, while the proof was being kept.
        refuseHalted(engine)
        valid = checkToken(kind, value)
      }
      attended = isAttended(request) ? 1 : 0
      countUse(engine, valid, attended === 1)
      if (!(valid.ownScopes ?? valid.scopes).split(' ').includes(scope))
        throw new AppError('token.scope', { detail: scope })
      given = work(valid)
    } catch (error) {
      if (!(error instanceof AppError))
        engine.log.error({ err: error, reqId: request.id }, 'data call failed')
      const known =
        error instanceof AppError ? error : new AppError('server.failed', { cause: error })
      status = errors[known.code].status
      result = known.code === 'token.invalid' ? String(known.detail) : known.code
      refuse(reply, request, known)
    }
    if (token)
      engine.access.add(
        {
          at: engine.clock.now(),
          providerId: token.providerId,
          grantId: token.grantId,
          endpoint,
          accountId: given?.accountId ?? null,
          status,
          result,
          rows: given?.rows ?? null,
          attended,
        },
        performance.now() - begun,
      )
    // As bytes: Japanese text joined to the header would be encoded together with it, at four times the cost.
    if (given)
      reply
        .headers({ 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' })
        .send(Buffer.from(JSON.stringify(given.body)))
    return reply
  }

  function checkProof(
    request: FastifyRequest,
    token: string,
    { id, jkt }: AccessTokenRow,
  ): Promise<void> | undefined {
    if (jkt === null) return undefined
    const { dpop: proof } = request.headers
    if (typeof proof !== 'string') throw new AppError('dpop.invalid', { detail: 'missing' })
    const [path] = request.url.split('?', 1)
    return proofs.check(proof, { method: request.method, url: origin + path, token }, { id, jkt })
  }

  function refuse(reply: FastifyReply, request: FastifyRequest, error: AppError): void {
    const row: { status: number; oauth?: string } = errors[error.code]
    const scheme = request.headers.authorization?.toLowerCase().startsWith('dpop')
      ? 'DPoP'
      : 'Bearer'
    if (row.status === 401 || error.code === 'token.scope') {
      const algs = scheme === 'DPoP' ? `, algs="${signingAlgorithms.join(' ')}"` : ''
      const name = row.oauth ? `, error="${row.oauth}"` : ''
      const metadata = `resource_metadata="${given.issuer}${resourceMetadataPath}"`
      reply.header('www-authenticate', `${scheme} realm="api"${name}${algs}, ${metadata}`)
    }
    if (row.oauth === 'temporarily_unavailable') reply.header('retry-after', '1')
    if (row.status === 429) reply.header('retry-after', error.detail)
    reply
      .code(row.status)
      .header('cache-control', 'no-store')
      .send({
        errorCode: row.oauth ?? error.code,
        errorMessage: messages[error.code] ?? 'The request could not be completed.',
        ...(error.detail !== undefined &&
          row.status === 400 && { errorDetails: [{ errorDetailsMessage: error.detail }] }),
      })
  }
}

/**
 * FAPI 1.0 §6.2.2 has the header for the address of a customer who is at the provider's app at the time of the call, and other countries'
 * rules read it as 「customer present」. It is the provider's word: nobody else tells us (decision 0048).
 */
function isAttended({ headers }: FastifyRequest): boolean {
  const address = headers['x-fapi-customer-ip-address']
  return typeof address === 'string' && isIP(address) !== 0
}

/** Messages are English; why a token is refused is not told. */
const messages: Partial<Record<ErrorCode, string>> = {
  'token.missing': 'An access token is required in the Authorization header.',
  'token.invalid': 'The access token is expired, revoked or unknown.',
  'token.scope': 'The access token does not cover this data.',
  'dpop.invalid': 'The DPoP proof is missing or invalid.',
  'dpop.replay-unknown':
    'Whether this proof was used before is not known: call again with a new one.',
  'calls.per-day':
    'This authorization has no more calls without the customer today: see Retry-After.',
  'calls.per-minute': 'Too many calls in one minute: see Retry-After.',
  'account.not-found': 'There is no such account.',
  'input.invalid': 'The request is not valid.',
  'input.range': 'dateFrom must not be after dateTo.',
  'data.not-yet': 'These data of the account have not been delivered to us yet.',
  'hours.closed': 'This inquiry is outside its service hours.',
}
