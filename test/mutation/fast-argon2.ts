import { createHmac, randomBytes } from 'node:crypto'

/** Replaces `@node-rs/argon2` in mutation runs: hashing passwords slowly is most of the time that a test's world takes to open. */
interface Options {
  secret?: Buffer
}
const made = (text: string, salt: string, { secret }: Options): string =>
  `$argon2id$${salt}$${createHmac('sha256', secret ?? '')
    .update(salt)
    .update(text)
    .digest('hex')}`

export async function hash(text: string, options: Options): Promise<string> {
  return made(text, randomBytes(16).toString('hex'), options)
}

export async function verify(stored: string, text: string, options: Options): Promise<boolean> {
  return stored === made(text, stored.split('$')[2] ?? '', options)
}
