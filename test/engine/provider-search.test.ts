import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { providerById, saveLedger, searchProviders, updateProvider } from '#engine'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { World } from '../support/world.ts'

/** R154: whatever of a provider somebody has in hand, a letter of 2019 or a line of a log, leads to it. */
let world: World
let listener: OpenConsole
let admin: Desk
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}, {}] })
  const { id } = world.provider(1)
  const { version, ...before } = world.registered(1)
  await updateProvider(world.by(), {
    ...{ id, version },
    provider: {
      ...before,
      ...{ name: '株式会社あおぞら連携', kana: 'アオゾラレンケイ', contact: '鈴木　03-1234-5678' },
    },
  })
  const { actor } = await world.staff('hq-admin', 'writer')
  await saveLedger(world.by(actor), {
    ...{ providerId: world.provider(2).id, item: 'party.incident', version: 1, dueOn: null },
    ...{ value: '当直 田中 090-8765-4321', note: '', evidence: '', owner: '' },
  })
  listener = await consoleOf(world)
  const { login } = await world.staff('hq-admin', 'finder')
  admin = openDesk(listener.url).desk
  await admin.staff.signIn(login)
})
afterAll(async () => {
  await listener.close()
  await world.close()
})

const found = (text: string) => searchProviders(world.engine, text).map(({ id, by }) => [id, by])

describe('a provider is found (R154)', () => {
  it.each([
    ['its name, however it is written', '（株）ｱｵｿﾞﾗ', 1, null],
    ['a name that it had', '試験業者1', 1, { kind: 'formerName', words: '試験業者1' }],
    ['its client_id', 'provider-1', 1, { kind: 'clientId', words: 'provider-1' }],
    [
      'its registration number, as printed',
      '関東財務局長(電代)第901号',
      1,
      { kind: 'registrationNumber', words: '関東財務局長（電代）第901号' },
    ],
    [
      'the number alone',
      '９０１',
      1,
      { kind: 'registrationNumber', words: '関東財務局長（電代）第901号' },
    ],
    ['who answers there', '鈴木', 1, { kind: 'contact', words: '鈴木　03-1234-5678' }],
    ['a telephone number of it', '0312345678', 1, { kind: 'contact', words: '鈴木　03-1234-5678' }],
    [
      'a contact of its ledger',
      '090-8765',
      2,
      { kind: 'contact', words: '当直 田中 090-8765-4321' },
    ],
  ])('by %s', (_name, text, index, by) => {
    const id = world.provider(index).id
    expect(found(text)).toEqual([[id, by]])
  })

  it('by nothing that is a part of each', () => {
    expect(found('pro')).toEqual([])
    expect(found('090')).toEqual([])
    expect(found('')).toEqual([])
  })

  it('in the search box, in the list and in its file alike', async () => {
    const { id } = world.provider(1)
    const text = '試験業者1'
    const by = { kind: 'formerName', words: text }
    const box = await admin.customers.search({ text })
    expect(box.providers).toEqual([{ id, name: '株式会社あおぞら連携', status: 'active', by }])
    const list = await admin.providers.list({ text })
    expect(list.map((one) => [one.id, one.foundBy])).toEqual([[id, by]])
    expect((await admin.providers.list()).map(({ foundBy }) => foundBy)).toEqual([null, null, null])
    const file = await admin.files.providers({
      ...{ filter: { view: 'all', text }, encoding: 'utf-8', replace: false },
    })
    expect(file).toMatchObject({ rows: 1 })
    expect(providerById(world.engine, id)?.name).toBe('株式会社あおぞら連携')
  })
})
