import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { decideDeletion, proposeDeletion, updateProvider } from '#engine'
import { AppError } from '#shared/errors'
import { dayMs, isoDate } from '#shared/japanese-date'
import { countAddress } from '../../src/main/engine/consent/wrong-entries.ts'
import { keepDraft } from '../../src/main/engine/drafts.ts'
import { inCommits } from '../../src/main/engine/engine.ts'
import { beginProviderEnding } from '../../src/main/engine/grants/provider-ending.ts'
import { planChange } from '../../src/main/engine/providers/planned.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

/** What the program does by itself. */
let world: World
let grant: number
beforeEach(async () => {
  world = await World.open({ customers: 2 })
  grant = await world.permit()
})
afterEach(() => world.close())

const write = (work: () => unknown) => world.engine.store.write(work)
const hash = Buffer.alloc(16, 1)
const over = () => Date.now() - dayMs
const chosen = () => ({ kind: 'grants' as const, grantIds: [grant] })

type Sweep = Parameters<World['engine']['sweeps']['soon']>[0]
/** For each: what leaves something to do, and what tells whether it was done. */
const due: Record<Sweep, [() => Promise<unknown>, () => unknown, unknown]> = {
  expiry: [async () => (world.clock.offset = 91 * dayMs), () => world.statusOf(grant), 'expired'],
  holds: [
    async () => {
      const { actor } = await world.staff('clerk')
      const request = await openAtCounter(world, actor)
      const hold = { kind: 'hold', scope: chosen(), days: 1, afterwards: 'end' } as const
      await act(world, actor, request, hold)
      world.clock.offset = 2 * dayMs
    },
    () => world.statusOf(grant),
    'revoked',
  ],
  endings: [
    () =>
      write(() => {
        const asked = { requester: 'institution', requestChannel: 'institution' } as const
        const told = { ...asked, actor: world.by().actor, reason: 'provider-ended' as const }
        const of = { providerId: world.provider().id, at: world.clock.now(), actId: null }
        beginProviderEnding(world.engine, { ...of, told })
      }),
    () => world.statusOf(grant),
    'terminated',
  ],
  plannedChanges: [
    async () => {
      const names = { plannedByName: 'x', approvedByName: 'y' }
      const plan = { providerId: world.provider().id, effectiveOn: isoDate(Date.now()), ...names }
      await write(() =>
        planChange(world.engine, plan, { was: { contact: '' }, becomes: { contact: '窓口' } }),
      )
    },
    () => world.registered().contact,
    '窓口',
  ],
  deletions: [
    async () => {
      const [maker, checker] = [
        (await world.staff('hq-admin', 'maker')).actor,
        (await world.staff('hq-admin', 'checker')).actor,
      ]
      const { actor } = await world.staff('clerk')
      const request = await openAtCounter(world, actor)
      await act(world, actor, request, { kind: 'revoke', scope: chosen() })
      world.clock.offset = 11 * 366 * dayMs
      const id = await proposeDeletion(world.by(maker), 'grants')
      await decideDeletion(world.by(checker), { id, approve: true })
    },
    () => world.statusOf(grant),
    undefined,
  ],
  lapses: [
    () =>
      write(() =>
        world.engine.store.insert('authorizationCodes', {
          ...{ id: 1, hash, grantId: grant, expiresAt: over(), consumedAt: null, payload: '{}' },
        }),
      ),
    () => world.statusOf(grant),
    'lapsed',
  ],
  tokens: [
    () => write(() => world.engine.usedAssertions.keep(hash, over())),
    () => world.engine.store.find('usedAssertions', { hash }),
    undefined,
  ],
  addresses: [
    async () => {
      await write(() => countAddress(world.engine, '192.0.2.1'))
      world.clock.offset = 60 * 60_000
    },
    () => world.engine.store.find('sourceFailures', { wrongEntries: 1 }),
    undefined,
  ],
  keys: [
    async () => {
      const { store, clock } = world.engine
      const key = { keyHash: Buffer.alloc(32, 1), part: Buffer.alloc(0), sealed: null }
      await write(() => store.insert('actKeys', { ...key, at: clock.now() }))
      world.clock.offset = 8 * dayMs
    },
    () => world.engine.store.find('actKeys', { sealed: null }),
    undefined,
  ],
  keyUses: [
    async () => world.engine.keyUses.note(world.provider().id, 'k1', 1),
    () => world.engine.store.find('keyUses', { kid: 'k1' })?.lastAt,
    1,
  ],
  keySets: [
    async () => {
      const { id, version, ...before } = world.registered()
      const change = { jwks: null, jwksUri: 'https://provider.example/jwks' }
      await updateProvider(world.by(), { id, version, provider: { ...before, ...change } })
    },
    () => world.engine.store.find('keySets', { providerId: world.provider().id })?.fault,
    'unreachable',
  ],
  traffic: [
    async () => {
      await world.engine.access.flush()
      world.clock.offset = 15 * dayMs
    },
    () => world.engine.store.find('trafficDays', { providerId: 0, measure: 'link:begun' })?.n,
    1,
  ],
  drafts: [
    async () => {
      const { actor } = await world.staff('clerk')
      await keepDraft(world.engine, Number(actor.id), { place: '/', value: 'x' })
      world.clock.offset = dayMs
    },
    () => world.engine.store.find('drafts', { place: '/' }),
    undefined,
  ],
}

it.each(Object.keys(due) as Sweep[])('the sweep of %s does what is due', async (name) => {
  const [prepare, found, expected] = due[name]
  await prepare()
  expect(found()).not.toEqual(expected)
  world.engine.sweeps.soon(name)
  await world.engine.sweeps.stop()
  expect(found()).toEqual(expected)
})

it('long work has what it wrote copied into the database after every tenth of its commits', async () => {
  const copied = vi.spyOn(world.engine.store, 'pragma')
  const step = (end: number) => (at: number) => (at < end ? at + 1 : null)
  // One step a commit, and one that finds nothing more.
  await inCommits(world.engine, 0, step(8), 0)
  expect(copied).not.toHaveBeenCalled()
  await inCommits(world.engine, 0, step(29), 0)
  expect(copied.mock.calls).toEqual(Array(3).fill(['wal_checkpoint(PASSIVE)']))
})

it('the last use of a key waits while nothing can be written, and no stop fails by it', async () => {
  const { keyUses, store } = world.engine
  const { id } = world.provider()
  keyUses.note(id, 'k1', 1)
  keyUses.note(id, 'k2', 1)
  vi.spyOn(store, 'write').mockImplementationOnce(() => {
    keyUses.note(id, 'k1', 2)
    return Promise.reject(new AppError('store.unavailable'))
  })
  await keyUses.flush()
  expect(store.find('keyUses', { kid: 'k1' })).toBeUndefined()
  await keyUses.flush()
  expect(['k1', 'k2'].map((kid) => store.find('keyUses', { kid })?.lastAt)).toEqual([2, 1])
})
