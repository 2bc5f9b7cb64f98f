import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { StartRefused, writeWhole } from '#db'

const key = z.base64url().transform((text) => Buffer.from(text, 'base64url'))
const KeyFile = z.strictObject({
  version: z.literal(1),
  /** AES-256 key of the 利用者番号. */
  factors: key,
  /** argon2 secret of passwords and answers. */
  pepper: key,
  /** Cookie signatures. */
  cookies: key,
  /** Pseudonyms on the wire: account ids, subjects, addresses of sources. */
  pseudonyms: key,
  signing: z.array(z.looseObject({ kty: z.string(), kid: z.string() })),
})
export type Keys = z.output<typeof KeyFile>

/**
 * Reads keys.json beside the database, or makes it. A database without its keys is refused: its secrets could never be read.
 */
export function loadKeys(folder: string, databaseIsNew: boolean): Keys {
  const path = join(folder, 'keys.json')
  if (!existsSync(path)) {
    if (!databaseIsNew) throw unusable(path, 'missing')
    writeWhole(path, JSON.stringify(makeKeys(), null, 1), 'new')
  }
  try {
    return KeyFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw unusable(path, cause)
  }
}

function unusable(path: string, cause: unknown): StartRefused {
  return new StartRefused(
    `鍵ファイルが読めません: ${path}\nデータベースと同じバックアップから keys.json を戻してください。新しい鍵では保存済みの認証情報を確かめられません。 (keys.json is missing or damaged.)`,
    { reason: 'keys-unusable', cause },
  )
}

function makeKeys() {
  const fresh = (): string => randomBytes(32).toString('base64url')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const signing = {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomBytes(8).toString('hex'),
    use: 'sig',
    alg: 'ES256',
  }
  return {
    version: 1,
    factors: fresh(),
    pepper: fresh(),
    cookies: fresh(),
    pseudonyms: fresh(),
    signing: [signing],
  }
}
