import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Duplex, pipeline as pipelineOf, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { createGunzip, createGzip } from 'node:zlib'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { createTarDecoder } from 'modern-tar'
import { packTar, type TarSource } from 'modern-tar/fs'

/**
 * A backup is a tar file, compressed by gzip, encrypted by age (age-encryption.org/v1): without this program it opens with
 * `age -d -i identity.txt backup.tar.gz.age | tar xz`.
 */
export interface Written {
  bytes: number
  sha256: string
}

/** @throws TypeError when it is no recipient of age (`age1…`) */
export function encrypterFor(recipient: string): Encrypter {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return encrypter
}

/** A new pair, of the kind that every version of age reads. */
export async function newIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** Writes the sources to a new file, encrypted, and sees that what is on disk is what was meant. */
export async function writeContainer(
  path: string,
  sources: TarSource[],
  recipient: string,
): Promise<Written> {
  const plain = through(packTar(sources), createGzip({ level: 1 }))
  const encrypted = await encrypterFor(recipient).encrypt(
    Readable.toWeb(plain) as unknown as ReadableStream<Uint8Array>,
  )
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(
    Readable.fromWeb(encrypted as unknown as WebStream<Uint8Array>),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        bytes += chunk.length
        yield chunk
      }
    },
    createWriteStream(path, { mode: 0o600, flags: 'wx' }),
  )
  const file = await open(path, 'r')
  await file.sync()
  await file.close()
  const sha256 = hash.digest('hex')
  const found = await hashOf(path)
  if (found.sha256 !== sha256 || found.bytes !== bytes)
    throw new Error('what was written is read back as something else')
  return { bytes, sha256 }
}

/** What comes out of `to`; a failure of `from` ends it as a failure of its own, which its reader meets. */
function through<To extends Duplex>(from: Readable, to: To): To {
  pipelineOf(from, to, () => {})
  return to
}

export async function hashOf(path: string): Promise<Written> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') }
}

/** The identities of a file by age-keygen or `npm run keys:make`: one a line, comments begin with `#`. */
export async function readIdentities(path: string): Promise<string[]> {
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/).map((line) => line.trim())
  return lines.filter((line) => line !== '' && !line.startsWith('#'))
}

/** What a backup may hold: no name leads out of the folder. */
const allowed =
  /^(manifest\.json|keys\.json|renkei\.db|audit-head|audit-signed\/[\w-]+\.jws|journal\/[\d-]+\.log)$/

/**
 * Unpacks a backup into a folder, except for what is `secret`, which is returned and never written.
 * @throws Error when no identity opens it, or when one bit of it was changed
 */
export async function readContainer(
  path: string,
  identities: string[],
  { folder, secret }: { folder: string; secret: string },
): Promise<string> {
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity)
  const encrypted = Readable.toWeb(createReadStream(path))
  const plain = await decrypter.decrypt(encrypted as unknown as ReadableStream<Uint8Array>)
  const packed = Readable.fromWeb(plain as unknown as WebStream<Uint8Array>)
  const tar = through(packed, createGunzip())
  const entries = (
    Readable.toWeb(tar) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>
  ).pipeThrough(createTarDecoder())
  let kept = ''
  for await (const { header, body } of entries) {
    if (header.type === 'directory') {
      await body.cancel()
      continue
    }
    if (!allowed.test(header.name)) throw new Error(`not part of a backup: ${header.name}`)
    if (header.name === secret) {
      kept = await new Response(body).text()
      continue
    }
    const to = join(folder, header.name)
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    await pipeline(
      Readable.fromWeb(body as unknown as WebStream<Uint8Array>),
      createWriteStream(to, { mode: 0o600, flags: 'wx' }),
    )
  }
  return kept
}
