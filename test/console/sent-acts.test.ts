import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Way } from '../../src/renderer/sent-acts.ts'

/**
 * A window whose engine fails at every step of an act: whatever it says is true, it says so as soon as that is known, and it
 * makes nothing twice (R133).
 */
const stored = new Map<string, string>()
let sent: typeof import('../../src/renderer/sent-acts.ts')
beforeEach(async () => {
  vi.useFakeTimers()
  stored.clear()
  vi.stubGlobal('location', { pathname: '/customers/1' })
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => stored.set(name, value),
  })
  vi.resetModules()
  sent = await import('../../src/renderer/sent-acts.ts')
  sent.personIsIn(
    7,
    () => Promise.resolve(undefined),
    () => {},
  )
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

class Refused extends Error {}
const lost = () => Promise.reject(new TypeError('fetch failed'))
const never = () => new Promise<never>(() => {})

/** An engine with one act: how it meets each call is told, and then it is as the real one. */
class Engine {
  made = new Set<string>()
  givenUp = new Set<string>()
  calls = 0
  meets: ('before' | 'after' | 'silent' | 'silent-after' | 'refuse')[] = []
  asked: ('lost' | 'out')[] = []
  way: Way = {
    isAnswer: (error) => error instanceof Refused,
    send: async (key) => {
      this.calls += 1
      const how = this.meets.shift()
      if (how === 'before') return lost()
      if (how === 'silent') return never()
      if (how === 'refuse') throw new Refused('grant.not-found')
      if (this.givenUp.has(key)) throw new Refused('act.given-up')
      this.made.add(key)
      return how === 'after' ? lost() : how === 'silent-after' ? never() : { acts: [], of: key }
    },
    settle: async (key) => {
      const how = this.asked.shift()
      if (how === 'lost') return lost()
      if (how === 'out') return undefined
      if (!this.made.has(key)) this.givenUp.add(key)
      return this.made.has(key)
    },
  }
}

const call = { call: 'requests.act', input: { kind: 'revoke' } }
const said = () => sent.sentActs.now().map(({ kind, state }) => `${kind} ${state}`)
async function come(engine: Engine): Promise<string> {
  const outcome = sent.sendAct(call, engine.way).then(
    (answer) => `answer ${(answer as { of: string }).of === [...engine.made][0]}`,
    (error) => (error instanceof sent.NotMade ? 'not made' : String((error as Error).message)),
  )
  await vi.advanceTimersByTimeAsync(60_000)
  return Promise.race([outcome, Promise.resolve('waiting')])
}

describe('an act whose answer', () => {
  it.each<[string, Engine['meets'], Engine['asked'], string, number, string[]]>([
    ['comes', [], [], 'answer true', 1, []],
    ['is a refusal', ['refuse'], [], 'grant.not-found', 0, []],
    ['is lost before the commit', ['before'], [], 'not made', 0, ['revoke not-made']],
    ['is lost after the commit', ['after'], [], 'answer true', 1, ['revoke made']],
    ['is lost twice after the commit', ['after', 'before'], [], 'answer true', 1, ['revoke made']],
    [
      'is lost, and the engine stays away a while',
      ['before'],
      ['lost', 'lost', 'lost'],
      'not made',
      0,
      ['revoke not-made'],
    ],
    [
      'is lost after the commit, and the engine stays away',
      ['after'],
      ['lost', 'lost'],
      'answer true',
      1,
      ['revoke made'],
    ],
    ['never comes, of an act not made', ['silent'], [], 'not made', 0, ['revoke not-made']],
    ['never comes, of an act made', ['silent-after'], [], 'answer true', 1, ['revoke made']],
    [
      'is lost, and nobody is signed in any more',
      ['after'],
      ['out'],
      'waiting',
      1,
      ['revoke unknown'],
    ],
  ])('%s', async (_name, meets, asked, expected, made, told) => {
    const engine = new Engine()
    Object.assign(engine, { meets, asked })
    expect(await come(engine)).toBe(expected)
    expect([engine.made.size, said()]).toEqual([made, told])
    // What is still open is known after a reload of the page; nothing else is kept, and never what was typed.
    expect(JSON.parse(stored.get('sent-acts') ?? '[]')).toHaveLength(expected === 'waiting' ? 1 : 0)
    expect(stored.get('sent-acts')).not.toContain('input')
  })

  it('is slow: nobody knows yet, and the window says that; when it comes nothing is left to say', async () => {
    let answer = (_: unknown): void => {}
    const way = {
      ...new Engine().way,
      send: () => new Promise<unknown>((resolve) => (answer = resolve)),
    }
    const outcome = sent.sendAct(call, way)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(said()).toEqual(['revoke unknown'])
    answer({ acts: [] })
    await outcome
    expect(said()).toEqual([])
  })

  it('was that it waits for a second person is not told as done', async () => {
    const engine = new Engine()
    const send = engine.way.send
    engine.way.send = (key) => send(key).then(() => ({ acts: [{ state: 'pending' }] }))
    engine.meets = ['after']
    await sent.sendAct(call, { ...engine.way }).catch(() => {})
    expect(said()).toEqual(['revoke waits'])
  })
})

it('is asked about again when its person is back, and by nobody else', async () => {
  const engine = new Engine()
  engine.meets = ['after']
  engine.asked = ['out']
  const outcome = sent.sendAct(call, engine.way).catch(() => 'gone')
  await vi.advanceTimersByTimeAsync(1_000)
  sent.personIsIn(8, engine.way.settle, () => {})
  await vi.advanceTimersByTimeAsync(1_000)
  expect([await outcome, said(), engine.givenUp.size]).toEqual(['gone', [], 0])
})

it('sent before a reload is asked about after it, and the dialog whose act was made is closed', async () => {
  const engine = new Engine()
  engine.meets = ['silent-after']
  void sent.sendAct(call, engine.way).catch(() => {})
  await vi.advanceTimersByTimeAsync(0)
  vi.resetModules()
  sent = await import('../../src/renderer/sent-acts.ts')
  const closed: string[] = []
  sent.personIsIn(7, engine.way.settle, (page) => closed.push(page))
  await vi.advanceTimersByTimeAsync(0)
  expect([closed, said(), engine.calls]).toEqual([['/customers/1'], ['revoke waits'], 1])
  expect(JSON.parse(stored.get('sent-acts') ?? '')).toEqual([])
})
