import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { query } from '#db'
import { AppError, type ErrorCode } from '#shared/errors'
import { dayMs } from '#shared/japanese-date'
import type { ActContext } from './actor.ts'
import type { Engine } from './engine.ts'

/** A window asks within minutes; a week is beyond every weekend. */
const keptMs = 7 * dayMs

/** What an act came to, as its caller is told again. */
export type KeptOutcome =
  | { result: unknown }
  | { refusal: { code: ErrorCode; detail: string | null } }

const byKey = query<{ keyHash: Uint8Array }>()((k, v) =>
  k.selectFrom('actKeys').selectAll().where('keyHash', '=', v('keyHash')),
)
const dropOld = query<{ before: number }>()((k, v) =>
  k.deleteFrom('actKeys').where('at', '<', v('before')),
)

const sha256 = (...parts: string[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return hash.digest()
}
const keyHashOf = ({ actor, key = '' }: ActContext): Buffer => sha256('call', actor.id, key)
const partOf = (key: string, action: string, input: unknown): Buffer =>
  sha256('act', key, action, JSON.stringify(input) ?? '')

/**
 * What the act came to when it was first made under the key of its call; undefined where it was not, or the call has no key.
 * A call may make more than one act, each under its name and input.
 * @throws AppError act.given-up: the window was told that nothing was done under this key, and nothing ever will be
 */
export function outcomeBefore(
  ctx: ActContext,
  action: string,
  input: unknown,
): KeptOutcome | undefined {
  const { engine, key } = ctx
  if (key === undefined) return undefined
  const rows = engine.store.statement(byKey).all({ keyHash: keyHashOf(ctx) })
  if (rows.some(({ sealed }) => sealed === null)) throw new AppError('act.given-up')
  const part = partOf(key, action, input)
  const row = rows.find((one) => part.equals(one.part))
  return row?.sealed ? open(key, row.sealed) : undefined
}

/** Inside the commit unit of the act: keeps what it came to, so that no act and its outcome are ever apart. */
export function keepOutcome(
  ctx: ActContext,
  action: string,
  input: unknown,
  outcome: KeptOutcome,
): void {
  const { engine, key } = ctx
  if (key === undefined) return
  engine.store.insert('actKeys', {
    keyHash: keyHashOf(ctx),
    part: partOf(key, action, input),
    at: engine.clock.now(),
    sealed: seal(key, outcome),
  })
}

/**
 * For a window that never got its answer. True: an act was made under the key, and the same call again gives its outcome.
 * False: none was, and from now on none can be, not even by the lost call itself if it still comes.
 */
export function settleCall(ctx: ActContext & { key: string }): Promise<boolean> {
  const { engine } = ctx
  const keyHash = keyHashOf(ctx)
  return engine.store.write(() => {
    const rows = engine.store.statement(byKey).all({ keyHash })
    if (rows.length === 0)
      engine.store.insert('actKeys', {
        keyHash,
        part: Buffer.alloc(0),
        at: engine.clock.now(),
        sealed: null,
      })
    return rows.some(({ sealed }) => sealed !== null)
  })
}

/** Keys for which no window asks any more are not kept. */
export function forgetActKeys({ store, clock }: Engine): Promise<number> {
  return store.write(() => store.statement(dropOld).run({ before: clock.now() - keptMs }))
}

/**
 * Results may hold what only their caller may read, such as the code of a new account. They are sealed by the key, which is
 * kept nowhere: whoever has the database alone can neither read nor guess them.
 */
function seal(key: string, outcome: KeptOutcome): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sha256('seal', key), iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(outcome), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text])
}

function open(key: string, sealed: Uint8Array): KeptOutcome {
  const bytes = Buffer.from(sealed)
  const decipher = createDecipheriv('aes-256-gcm', sha256('seal', key), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
  return JSON.parse(text.toString('utf8'))
}
