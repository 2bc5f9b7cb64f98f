import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { sql } from '#db'
import { contract } from '#shared/contract'
import { staffEndReasons } from '#shared/grant'
import { ActForm } from '#shared/request'
import { agreeToAll } from '../support/agree.ts'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { heirsPaper, licence } from '../support/request-steps.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

/** What is recorded of a request, and what is never asked. */
let world: World
let listener: OpenConsole
let clerk: Desk
let officer: Desk
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}], customers: 60 })
  listener = await consoleOf(world)
  clerk = openDesk(listener.url).desk
  officer = openDesk(listener.url).desk
  await clerk.staff.signIn((await world.staff('clerk', 'record-clerk')).login)
  await officer.staff.signIn((await world.staff('officer', 'record-officer')).login)
})
afterAll(async () => {
  await listener.close()
  await world.close()
})
const entries = () =>
  world.engine.store.read(sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc'))

async function atCounter(requester: 'self' | 'heir'): Promise<number> {
  const { id } = await clerk.requests.open({
    customerId: 1,
    requestChannel: 'branch',
    requester,
    otherBranchReason: '',
  })
  const papers = requester === 'heir' ? [licence, heirsPaper] : [licence]
  await clerk.requests.noteIdentity({ id, item: 'document', papers })
  return id
}

describe('the list of grants (R70)', () => {
  it('keeps the name that the customer permitted, and finds the provider by it (R15)', async () => {
    const admin = openDesk(listener.url).desk
    await admin.staff.signIn((await world.staff('hq-admin', 'record-admin')).login)
    const before = await world.permit({ customer: 2, provider: 1 })
    const id = world.provider(1).id
    const {
      version,
      clientId: _1,
      id: _2,
      status: _3,
      statusReason: _4,
      statusCause: _cause,
      statusUntil: _until,
      byChannel: _by,
      keys: _keys,
      keyDays: _keyDays,
      traffic: _traffic,
      planned: _planned,
      keySet: _keySet,
      statusAt: _5,
      createdAt: _6,
      updatedAt: _7,
      liveGrants: _8,
      customers: _9,
      ...input
    } = await admin.providers.find({ id })
    const renamed = { ...input, name: '新名称株式会社', servicePersonal: '新しい家計簿' }
    world.clock.offset += 1_000
    await admin.providers.update({ id, version, provider: renamed, sameEntity: '商号変更の登記' })
    await agreeToAll(listener.url, (await world.staff('hq-admin', 'second')).login)
    const after = await world.permit({ customer: 3, provider: 1 })
    const shown = async (grant: number) =>
      (
        await admin.grants.list({
          status: 'all',
          providerId: id,
          order: null,
          after: null,
          limit: 50,
        })
      ).rows.find((row) => row.id === grant)
    expect(await shown(before)).toMatchObject({
      providerName: '新名称株式会社',
      serviceName: '新しい家計簿',
      formerName: '試験業者1 家計簿1',
      daysLeft: 90,
      expiresAt: expect.any(Number),
    })
    expect(await shown(after)).toMatchObject({ providerName: '新名称株式会社', formerName: null })
    for (const text of ['試験業者1', '家計簿1', '新名称'])
      expect((await admin.customers.search({ text })).providers.map((one) => one.id)).toEqual([id])
    expect(
      world.engine.store.read(
        sql.selectFrom('providerNames').select('name').where('providerId', '=', id),
      ),
    ).toEqual([{ name: '試験業者1' }, { name: '新名称株式会社' }])
  })
})

describe('the form of a request', () => {
  it('names who speaks for somebody else before anything ends; an emergency does not wait for it (R46)', async () => {
    const grant = await world.permit()
    const id = await atCounter('heir')
    const end = () =>
      clerk.requests.act({
        requestId: id,
        kind: 'revoke',
        scope: { kind: 'grants', grantIds: [grant] },
        reason: 'deceased',
        note: '',
      })
    expect(await codeOf(end())).toBe('request.name-needed')
    await clerk.requests.describe({
      id,
      requestChannel: 'branch',
      requester: 'heir',
      requesterName: '鈴木 次郎',
      callbackPhone: '',
      note: '',
      answer: '',
      complaint: false,
    })
    expect(await codeOf(end())).toBe('done')
    const caller = await clerk.requests.open({
      customerId: 2,
      requestChannel: 'phone',
      requester: 'agent',
      otherBranchReason: '',
    })
    expect(
      await codeOf(
        clerk.requests.act({
          requestId: caller.id,
          kind: 'emergency',
          scope: { kind: 'customer' },
          reason: 'fraud-suspected',
          note: '',
        }),
      ),
    ).toBe('done')
  })

  it('has the reasons of R47, and その他 only with words', () => {
    expect([...staffEndReasons].sort()).toEqual(
      [
        'no-longer-used',
        'lost-or-stolen',
        'fraud-suspected',
        'linked-by-mistake',
        'provider-distrusted',
        'deceased',
        'other',
      ].sort(),
    )
    const form = {
      requestId: 1,
      kind: 'revoke',
      scope: { kind: 'customer' },
      reason: 'other',
      note: ' ',
    }
    expect(ActForm.safeParse(form).success).toBe(false)
    expect(ActForm.safeParse({ ...form, note: '転居' }).success).toBe(true)
  })

  it('has no field for a secret of the customer: none in any call of the console (R50)', () => {
    const secret = /password$|pin$|userNumber|loginId|secret|passphrase/i
    const found: string[] = []
    const asks = (node: object, path: string[]): void => {
      for (const [name, one] of Object.entries(node)) {
        const schema = (one as { '~orpc'?: { inputSchema?: z.ZodType } })['~orpc']
        if (!schema) asks(one as object, [...path, name])
        else if (schema.inputSchema) {
          const names = new Set<string>()
          JSON.stringify(
            z.toJSONSchema(schema.inputSchema, { unrepresentable: 'any' }),
            (key, value) => {
              if (key === 'properties') for (const field of Object.keys(value)) names.add(field)
              return value
            },
          )
          if ([...names].some((field) => secret.test(field))) found.push([...path, name].join('.'))
        }
      }
    }
    asks(contract, [])
    // Staff's own passwords, and nothing else; files bring first ones in, which nobody types here.
    expect(found.filter((name) => !/^(staff|setup)\./.test(name))).toEqual([])
    expect(found).toContain('staff.signIn')
  })

  it('puts a complaint into its list with branch, state and what was answered, and into the file; its number finds it (R62, U4)', async () => {
    const { id, number } = await clerk.requests.open({
      customerId: 3,
      requestChannel: 'phone',
      requester: 'self',
      otherBranchReason: '',
    })
    await clerk.requests.describe({
      id,
      requestChannel: 'phone',
      requester: 'self',
      requesterName: '',
      callbackPhone: '',
      note: '',
      answer: '本部から折り返します',
      complaint: true,
    })
    const { rows } = await officer.requests.list({
      view: 'complaints',
      branchCode: null,
      after: null,
      limit: 10,
    })
    expect(rows).toMatchObject([
      { number, complaint: true, state: 'open', answer: '本部から折り返します' },
    ])
    const found = await officer.customers.search({ text: number })
    expect(found.requests).toMatchObject([{ id, number }])
    const { file } = await officer.files.requests({
      filter: { view: 'complaints', branchCode: null },
      encoding: 'utf-8',
      replace: false,
    })
    const words = Buffer.from(file ?? '', 'base64').toString('utf8')
    for (const word of [number, '本部から折り返します', '未完了', '本店'])
      expect(words).toContain(word)
  })
})

describe('the record of what was done', () => {
  it('keeps who looked for what, masked, each search; more than fit asks to narrow down (R71)', async () => {
    const before = entries().length
    const found = await clerk.customers.search({ text: '鈴木 一郎' })
    expect(found.customers.length).toBeGreaterThan(0)
    expect(entries()).toHaveLength(before + 1)
    await clerk.customers.search({ text: '090-0123-4567' })
    const [phone, name] = entries()
    expect(name).toMatchObject({ action: 'customers.search', actorName: expect.any(String) })
    expect(JSON.parse(name?.after ?? '')).toMatchObject({ term: '鈴• 一•' })
    expect(JSON.parse(phone?.after ?? '').term).toBe('•••••••••••67')
    expect(JSON.stringify([phone, name])).not.toMatch(/鈴木|一郎|0123|4567/)
    const many = await clerk.customers.search({ text: 'ー' })
    const broad = many.more ? many : await clerk.customers.search({ text: 'ア' })
    expect([broad.more, broad.customers.length]).toEqual([true, 20])
  })
})
