import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Engine, grantForProtocol, type Provider, type TokenStore } from '#engine'
import { AppError } from '#shared/errors'
import { statusAt } from '#shared/grant'
import { failedCommit, noteCall, type Outcome } from '../outcome.ts'
import { UnitOfWork } from '../unit-of-work.ts'
import { Assertions } from './assertion.ts'
import type { DirectCall } from './call.ts'
import { type Form, offerForm, plainLength } from './form.ts'
import { introspect } from './introspect.ts'
import { push } from './push.ts'
import { exchange, refresh } from './token.ts'

interface Way {
  endpoint: string
  status: number
  /** @returns the answer's body, or nothing: then oidc-provider answers, and nothing has been done */
  prepare: (call: DirectCall) => object | undefined
}
const ways: Record<string, (form: Form) => Way | undefined> = {
  '/par': () => ({ endpoint: 'oauth.par', status: 201, prepare: push }),
  '/token': (form) =>
    form.grant_type === 'refresh_token'
      ? { endpoint: 'oauth.refresh', status: 200, prepare: refresh }
      : form.grant_type === 'authorization_code'
        ? { endpoint: 'oauth.token', status: 200, prepare: exchange }
        : undefined,
  '/token/introspection': () => ({
    endpoint: 'oauth.introspection',
    status: 200,
    prepare: introspect,
  }),
}
const proofOfClient = new Set(['client_id', 'client_assertion', 'client_assertion_type'])

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/**
 * The plain case of what providers do all day, answered in front of oidc-provider at a fraction of its cost: a request that is
 * right in every point and asks for nothing unusual. Anything else — wrong, rare, DPoP — goes on to oidc-provider as it came.
 * Both ways share records, commit, words and access records (docs/decisions/0008).
 */
export function directWay(
  given: { engine: Engine; tokens: TokenStore; issuer: string },
  otherwise: Handle,
): Handle {
  const { engine } = given
  const assertions = new Assertions(engine, given.issuer)
  const begin = (form: Form, way: Way, response: ServerResponse): boolean => {
    const known = assertions.check(form)
    if (!known) return false
    const { provider, used } = known
    const work = new UnitOfWork(randomUUID())
    work.provider = { id: provider.id, name: provider.name, clientId: provider.clientId }
    work.always(() => {
      if (!engine.usedAssertions.use(used.hash, used.expiresAt, work.correlationId))
        throw new AppError('assertion.replayed')
    })
    const body = way.prepare({
      ...given,
      form,
      provider,
      work,
      ...questions(engine, form, provider),
    })
    if (!body) return false
    void answer(engine, work, way.endpoint, { status: way.status, body }, response)
    return true
  }
  return (request, response) => {
    const ofForm = request.method === 'POST' ? ways[request.url ?? ''] : undefined
    const length = ofForm && plainLength(request)
    if (length === undefined) return otherwise(request, response)
    const taken = (form: Form): boolean => {
      try {
        const way = ofForm?.(form)
        return way !== undefined && begin(form, way, response)
      } catch (err) {
        // Nothing has been done yet: oidc-provider can still answer.
        engine.log.error({ err }, 'the direct way failed')
        return false
      }
    }
    offerForm(request, length, taken, () => otherwise(request, response))
  }
}

function questions(
  engine: Engine,
  form: Form,
  provider: Provider,
): Pick<DirectCall, 'hasOnly' | 'grant'> {
  return {
    hasOnly: (...names) => {
      for (const name in form) if (!names.includes(name) && !proofOfClient.has(name)) return false
      return true
    },
    grant: (id) => {
      const grant = grantForProtocol(engine, id)
      return grant?.clientId === provider.clientId &&
        statusAt(grant, engine.clock.now()) === 'active'
        ? grant
        : undefined
    },
  }
}

/** On disk first, then the answer. */
async function answer(
  engine: Engine,
  work: UnitOfWork,
  endpoint: string,
  prepared: Outcome,
  response: ServerResponse,
): Promise<void> {
  let outcome = prepared
  try {
    await work.commit(engine.store, true)
  } catch (error) {
    outcome = failedCommit(engine, work, error)
  }
  noteCall(engine, work, endpoint, outcome)
  const text = JSON.stringify(outcome.body)
  if (outcome.retryAfterSeconds !== undefined)
    response.setHeader('retry-after', outcome.retryAfterSeconds)
  response
    .writeHead(outcome.status, {
      vary: 'Origin',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'WWW-Authenticate',
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
    })
    .end(text)
}
