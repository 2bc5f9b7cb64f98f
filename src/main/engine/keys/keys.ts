import { createHmac, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { StartRefused, sealedKeyFile, writeWhole } from '#db'
import { type DataKey, unwrap, WrappedKeys, wrap } from './wrap.ts'

export const keysFile = 'keys.json'

const key = z.base64url().transform((text) => Buffer.from(text, 'base64url'))
const PlainKeys = z.strictObject({
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

export interface Keys extends z.output<typeof PlainKeys> {
  /** HMAC key of audit-head. */
  readonly auditHead: Buffer
  /** Which keys these are, for the database that belongs to them; it tells nothing of them. */
  readonly id: string
  /** keys.json cannot be read without a data key. */
  readonly wrapped: boolean
  /** As keys.json has them, not wrapped: for a backup, which encrypts them itself. */
  readonly plain: string
}

/**
 * Reads keys.json; undefined where there is none.
 * @throws StartRefused keys-unusable (damaged), keys-locked (wrapped under another data key, or none is given)
 */
export function readKeys(folder: string, dataKey: DataKey | undefined): Keys | undefined {
  const path = join(folder, keysFile)
  if (!existsSync(path)) return undefined
  let stored: unknown
  let wrapped: z.output<typeof WrappedKeys> | undefined
  try {
    stored = JSON.parse(readFileSync(path, 'utf8'))
    if (Object(stored).version === 2) wrapped = WrappedKeys.parse(stored)
  } catch (cause) {
    throw unusableKeys(path, cause)
  }
  if (wrapped && !dataKey) throw lockedKeys(folder, 'none')
  const plain = wrapped && dataKey ? unwrap(wrapped, dataKey) : JSON.stringify(stored)
  if (plain === undefined) throw lockedKeys(folder, 'other')
  try {
    return withDerived(plain, wrapped !== undefined)
  } catch (cause) {
    throw unusableKeys(path, cause)
  }
}

/** Makes keys.json for a new database; wrapped, where there is a data key. */
export function makeKeys(folder: string, dataKey: DataKey | undefined): Keys {
  const plain = JSON.stringify(freshKeys())
  writeKeys(folder, plain, dataKey, 'new')
  return withDerived(plain, dataKey !== undefined)
}

/** Wraps a keys.json that is there in clear, at the first start with a data key. */
export function wrapKeys(folder: string, keys: Keys, dataKey: DataKey | undefined): Keys {
  if (keys.wrapped || !dataKey) return keys
  writeKeys(folder, keys.plain, dataKey)
  return { ...keys, wrapped: true }
}

/** Writes keys.json from what a backup holds, or from new keys. */
export function writeKeys(
  folder: string,
  plain: string,
  dataKey: DataKey | undefined,
  how?: 'new',
): void {
  writeWhole(join(folder, keysFile), dataKey ? wrap(plain, dataKey) : plain, how)
}

function withDerived(plain: string, wrapped: boolean): Keys {
  const keys = PlainKeys.parse(JSON.parse(plain))
  return {
    ...keys,
    auditHead: Buffer.from(hkdfSync('sha256', keys.factors, '', 'renkei-desk audit-head', 32)),
    id: createHmac('sha256', keys.pseudonyms).update('renkei-desk keys').digest('hex').slice(0, 16),
    wrapped,
    plain,
  }
}

export function unusableKeys(path: string, cause: unknown): StartRefused {
  return new StartRefused(
    `鍵ファイルが読めません: ${path}\nデータベースと同じバックアップから keys.json を戻してください。新しい鍵では保存済みの認証情報を確かめられません。何も変更していません。 (keys.json is missing or damaged.)`,
    { reason: 'keys-unusable', cause },
  )
}

export function foreignKeys(path: string): StartRefused {
  return new StartRefused(
    `鍵ファイルは、このデータベースのものではありません: ${path}\n別のデータフォルダの keys.json と入れ替わっていないか確かめ、このデータベースのものを戻してください。何も変更していません。 (keys.json belongs to another database.)`,
    { reason: 'keys-unusable' },
  )
}

function lockedKeys(folder: string, given: 'none' | 'other'): StartRefused {
  const path = join(folder, keysFile)
  const why = existsSync(join(folder, sealedKeyFile))
    ? `鍵ファイルはデスクトップが包んだもので、この端末のこの利用者のデスクトップだけが開けます: ${path}\nコマンドでは開けません。バックアップは、そのデスクトップの 稼働状況 → バックアップ → 今すぐバックアップ で作ります（npm run backup:setup をすませておくと、毎晩も作られます）。監査記録は 監査 → つながりを確かめる で確かめます。ログインできない職員の登録コードは、そのデスクトップの 職員 でほかの管理者が出し直します。管理者がだれもログインできないときは、バックアップから新しいフォルダに復元し、そこで npm run staff:reset を使います。`
    : {
        none: `鍵ファイルは包まれていて、開けるための鍵が指定されていません: ${path}\n--key-file で、このデータフォルダの鍵を指定してください。`,
        other: `指定された鍵では、鍵ファイルを開けません: ${path}\n--key-file が、このデータフォルダを包んだ鍵かどうか確かめてください。`,
      }[given]
  return new StartRefused(
    `${why}\n鍵を失ったときは、バックアップから復元してください。何も変更していません。 (keys.json is wrapped under a data key that was not given.)`,
    { reason: 'keys-locked' },
  )
}

function freshKeys(): z.input<typeof PlainKeys> {
  const fresh = (): string => randomBytes(32).toString('base64url')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const signing = {
    ...privateKey.export({ format: 'jwk' }),
    kty: 'EC',
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
