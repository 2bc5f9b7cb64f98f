import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  attachEvidence,
  changeProviderStatus,
  createProvider,
  decideProposal,
  discardProvider,
  ledgerOf,
  listAudit,
  providerById,
  saveLedger,
  takePiece,
} from '#engine'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

/** R155: a draft is deleted with its ledger, and its number names no other provider. */
let world: World
let [one, other]: Awaited<ReturnType<World['staff']>>['actor'][] = []
beforeAll(async () => {
  world = await World.open()
  one = (await world.staff('hq-admin', 'one')).actor
  other = (await world.staff('hq-admin', 'other')).actor
})
afterAll(() => world.close())

async function draft(name: string): Promise<number> {
  const { jwks, ...registered } = world.registered()
  const { id: _, clientId: __, version: ___, ...rest } = registered
  const input = { ...rest, jwks, name, registrationNumber: '' }
  const id = await createProvider(world.by(one), input as never)
  return id ?? 0
}
const entry = (providerId: number, value: string) => ({
  ...{ providerId, item: 'party.address', version: 0, value },
  ...{ note: '', evidence: '', owner: '', dueOn: null },
})
const newest = () =>
  listAudit(world.engine, {
    ...{ actorKind: null, outcome: null, action: '', text: '', before: null },
    limit: 1,
  }).rows[0]

it('one person deletes what nobody else has worked on; the audit keeps what it said, and its number never comes again (R155)', async () => {
  const id = await draft('消える業者')
  await saveLedger(world.by(one), entry(id, '東京都千代田区'))
  const upload = crypto.randomUUID()
  takePiece(world.by(one), { upload, at: 0, piece: Buffer.from('%PDF-') })
  const form = { providerId: id, item: 'party.address', version: 1, name: '登記.pdf', upload }
  const sha256 = await attachEvidence(world.by(one), form)
  await discardProvider(world.by(one), { id, version: 1 })
  expect(providerById(world.engine, id)).toBeUndefined()
  expect(ledgerOf(world.engine, id)).toEqual([])
  expect(newest()).toMatchObject({
    ...{
      action: 'providers.discard',
      actorName: one?.name,
      targetId: id,
      targetLabel: '消える業者',
    },
    before: expect.stringMatching(new RegExp(`東京都千代田区.*${sha256}`)),
  })
  expect(await draft('次の業者')).toBe(id + 1)
  await world.restart()
  expect(await draft('その次')).toBe(id + 2)
})

it('what others have entered or checked there goes by two', async () => {
  const id = await draft('二人で消す')
  await saveLedger(world.by(other), entry(id, '大阪市'))
  const asked = await discardProvider(world.by(one), { id, version: 1 })
  expect(asked.waits).not.toBeNull()
  expect(providerById(world.engine, id)).toBeDefined()
  await decideProposal(world.by(other), { id: asked.waits ?? 0, approve: true, note: '' })
  expect(providerById(world.engine, id)).toBeUndefined()
})

it('nothing but a draft is deleted, and nothing that was changed since it was read', async () => {
  const id = await draft('進む業者')
  const tried = (which: { id: number; version: number }) =>
    codeOf(discardProvider(world.by(one), which))
  expect(await tried({ id, version: 2 })).toBe('provider.changed-meanwhile')
  await changeProviderStatus(world.by(one), { id, version: 1, to: 'review', reason: '' })
  expect(await tried({ id, version: 2 })).toBe('provider.not-draft')
  expect(await tried({ id: 999, version: 1 })).toBe('provider.not-found')
  // Below the rules too.
  const { engine } = world
  const below = engine.store.write(() => engine.store.delete('providers', { id }))
  await expect(below).rejects.toThrow('only a draft is deleted')
})
