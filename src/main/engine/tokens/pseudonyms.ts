import { createHmac } from 'node:crypto'
import type { Engine } from '../engine.ts'

function pseudonym(engine: Pick<Engine, 'keys'>, what: string): string {
  return createHmac('sha256', engine.keys.pseudonyms)
    .update(what)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}

/** `sub`: the same customer looks different to each provider, and shows nothing of the bank (R43). */
export function subjectOf(
  engine: Pick<Engine, 'keys'>,
  customerId: number,
  providerId: number,
): string {
  return pseudonym(engine, `sub:${customerId}:${providerId}`)
}

/** `accountId` on the wire: opaque and per grant, so that it means nothing under another grant (R81). */
export function wireAccountId(
  engine: Pick<Engine, 'keys'>,
  grantId: number,
  accountId: number,
): string {
  return pseudonym(engine, `account:${grantId}:${accountId}`)
}

/** Where a customer's browser called from, for counting only; the address itself is not kept (R43). */
export function sourceOf(engine: Pick<Engine, 'keys'>, address: string): string {
  return pseudonym(engine, `source:${address}`)
}
