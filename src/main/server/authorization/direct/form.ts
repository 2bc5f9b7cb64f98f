import type { IncomingMessage } from 'node:http'
import { parse } from 'node:querystring'

const most = 16 * 1024
/** A request that carries one of these is not plain; oidc-provider knows what to make of it. */
const unusual = [
  'authorization',
  'content-encoding',
  'dpop',
  'expect',
  'oauth-client-attestation',
  'oauth-client-attestation-pop',
  'origin',
  'transfer-encoding',
]

export type Form = Readonly<Record<string, string>>

/** @returns bytes of a plain form request's body; undefined when it is anything else */
export function plainLength(request: IncomingMessage): number | undefined {
  const { headers } = request
  const type = headers['content-type']?.toLowerCase()
  if (
    type !== 'application/x-www-form-urlencoded' &&
    type !== 'application/x-www-form-urlencoded;charset=utf-8'
  )
    return undefined
  for (const name of unusual) if (headers[name] !== undefined) return undefined
  const length = Number(headers['content-length'])
  return Number.isInteger(length) && length > 0 && length <= most ? length : undefined
}

/**
 * Waits for the whole body and offers it as a form; a parameter given twice makes it none. When `taken` declines, the bytes are
 * put back, so that whoever reads the request next finds it untouched.
 */
export function offerForm(
  request: IncomingMessage,
  length: number,
  taken: (form: Form) => boolean,
  declined: () => void,
): void {
  const chunks: Buffer[] = []
  let received = 0
  const read = (): void => {
    for (let chunk = request.read(); chunk !== null; chunk = request.read()) {
      chunks.push(chunk)
      received += chunk.length
    }
    if (received < length) return
    request.off('readable', read)
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    const form = received === length ? formOf(body.toString('utf8')) : undefined
    if (form && taken(form)) return
    request.unshift(body)
    declined()
  }
  request.on('readable', read)
}

function formOf(text: string): Form | undefined {
  const fields = parse(text)
  for (const name in fields) if (typeof fields[name] !== 'string') return undefined
  return fields as Form
}
