/** An act whose answer has not come, or came late: what the window says of it. */
export interface SentAct {
  key: string
  /** `noun.verb`, and of an act of a request its kind. */
  call: string
  kind: string | undefined
  /** The page from which it was sent. */
  page: string
  by: number
  state: 'unknown' | 'made' | 'waits' | 'not-made'
}

/** Thrown when it is known that an act was not made and never will be under its key. */
export class NotMade extends Error {
  readonly act: SentAct

  constructor(act: SentAct, options: { cause: unknown }) {
    super('not made', options)
    this.act = act
  }
}

/** How a call goes to the engine; whether what it threw is the engine's own answer; how it is asked about a key. */
export interface Way {
  send: (key: string) => Promise<unknown>
  isAnswer: (error: unknown) => boolean
  /** Undefined: not now, since nobody is signed in. Throws while the engine is silent. */
  settle: (key: string) => Promise<boolean | undefined>
}

const slowMs = 4_000
const silentMs = 15_000
const againMs = 1_000
const storeName = 'sent-acts'

let person: number | undefined
let told: readonly SentAct[] = []
const changes = new EventTarget()
const signedIn = new EventTarget()

/** For useSyncExternalStore. */
export const sentActs = {
  subscribe(listener: () => void): () => void {
    changes.addEventListener('change', listener)
    return () => changes.removeEventListener('change', listener)
  },
  now: (): readonly SentAct[] => told,
}

function tell(act: SentAct): void {
  told = [...told.filter(({ key }) => key !== act.key), act]
  changes.dispatchEvent(new Event('change'))
}

export function dismissAct(key: string): void {
  told = told.filter((one) => one.key !== key)
  changes.dispatchEvent(new Event('change'))
}

/** What was sent and not answered outlives a reload of the page: the key and its name, nothing of what was typed. */
function onTheWay(): SentAct[] {
  try {
    return JSON.parse(sessionStorage.getItem(storeName) ?? '[]')
  } catch {
    return []
  }
}
const keep = (acts: readonly SentAct[]): void =>
  sessionStorage.setItem(storeName, JSON.stringify(acts))
const answered = (key: string): void => keep(onTheWay().filter((one) => one.key !== key))

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks until it is known. Rejects when another person has taken over the window. */
async function ask(act: SentAct, way: Way): Promise<boolean> {
  for (;;) {
    const made = await way.settle(act.key).catch(() => null)
    if (typeof made === 'boolean') return made
    if (made === null) await pause(againMs)
    else await new Promise((resolve) => signedIn.addEventListener('in', resolve, { once: true }))
    if (person !== act.by) throw new Error('the window is another person’s now')
  }
}

/** 128 bits; `randomUUID` is there in secure contexts alone (HTML §8.1.3.5). */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

/**
 * Sends an act with a key of its own. Where no answer comes, it asks by that key what became of it, for as long as it takes:
 * then the lost answer is given after all, or NotMade is thrown. It is never sent again to be made.
 */
export async function sendAct(
  { call, input }: { call: string; input: unknown },
  way: Way,
): Promise<unknown> {
  const kind = (input as { kind?: unknown } | undefined)?.kind
  const act: SentAct = {
    key: newKey(),
    call,
    kind: typeof kind === 'string' ? kind : undefined,
    page: location.pathname,
    by: person ?? 0,
    state: 'unknown',
  }
  keep([...onTheWay(), act])
  const slow = setTimeout(() => tell(act), slowMs)
  const first = way.send(act.key)
  try {
    const answer = await Promise.race([
      first,
      pause(silentMs).then(() => Promise.reject(new Error('silent'))),
    ])
    // Done after all: that it was not done before is no longer worth a line.
    told = told.filter(
      (one) => one.call !== call || one.page !== act.page || one.state !== 'not-made',
    )
    changes.dispatchEvent(new Event('change'))
    return answer
  } catch (error) {
    if (way.isAnswer(error)) throw error
    tell(act)
    // Whatever comes first: a slow answer, or what the engine knows by the key.
    const late = first.then((answer) => ({ answer }))
    const known = ask(act, way).then((made) => ({ made }))
    const found = await Promise.race([late.catch(() => known), known])
    if ('made' in found && !found.made) {
      tell({ ...act, state: 'not-made' })
      throw new NotMade(act, { cause: error })
    }
    const answer = 'answer' in found ? found.answer : await answerAgain(act, way)
    tell({ ...act, state: isWaiting(answer) ? 'waits' : 'made' })
    return answer
  } finally {
    clearTimeout(slow)
    if (told.some(({ key, state }) => key === act.key && state === 'unknown')) dismissAct(act.key)
    answered(act.key)
  }
}

/** The answer of an act that was made, which is the same however often it is asked for. */
async function answerAgain(act: SentAct, way: Way): Promise<unknown> {
  for (;;)
    try {
      return await way.send(act.key)
    } catch (error) {
      if (way.isAnswer(error)) throw error
      await ask(act, way)
    }
}

/** An act of a request, or a change, that waits for a second person. */
function isWaiting(answer: unknown): boolean {
  const { acts, waits } = (answer ?? {}) as { acts?: { state: string }[]; waits?: unknown }
  return typeof waits === 'number' || acts?.at(-1)?.state === 'pending'
}

/** Somebody is signed in and the window open: what was sent before a lock, a sign-in or a reload is asked about now. */
export function personIsIn(
  id: number,
  settle: Way['settle'],
  onMade: (page: string) => void,
): void {
  person = id
  told = told.filter(({ by }) => by === id)
  changes.dispatchEvent(new Event('change'))
  signedIn.dispatchEvent(new Event('in'))
  for (const act of onTheWay()) {
    // Those that this page has sent are asked about where they were sent.
    if (told.some(({ key }) => key === act.key)) continue
    if (act.by !== id) answered(act.key)
    else
      void ask(act, { settle, send: () => Promise.reject(), isAnswer: () => false }).then(
        (made) => {
          answered(act.key)
          if (made) onMade(act.page)
          tell({ ...act, state: made ? 'waits' : 'not-made' })
        },
      )
  }
}
