import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Actor, slipOf } from '#engine'
import { grantLabel } from '#shared/grant'
import { japanese as t } from '#shared/messages/catalogue'
import { slipPdf } from '../../src/main/paper/slip-pdf.ts'
import { pdfText } from '../support/pdf-text.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

/** What stands on the 受付票 (R57). */
let world: World
let clerk: Actor
beforeEach(async () => {
  world = await World.open({ providers: [{}] })
  world.engine.store.bulk((db) => db.exec("UPDATE providers SET contact = '03-0000-0000'"))
  clerk = (await world.staff('clerk')).actor
})
afterEach(() => world.close())

type Slip = Parameters<typeof slipPdf>[0]
const slip = async (id: number): Promise<Slip> => {
  const viewer = { staffId: Number(clerk.id), role: 'clerk', branchCode: '011' } as const
  return { ...(await slipOf(world.engine, viewer, id)), printedBefore: 0 }
}
const pages = async (of: Slip): Promise<string[]> =>
  (await pdfText(Buffer.from(await slipPdf(of)))).map((words) => words.replace(/\s/g, ''))
const printed = async (id: number): Promise<string> => (await pages(await slip(id))).join('')

it('names who asks for themself, the effects of what was ended, and whom to ask at the provider', async () => {
  const grantIds = [await world.permit()]
  const id = await openAtCounter(world, clerk)
  const before = await printed(id)
  for (const words of [t('revoke.effect.final'), '03-0000-0000'])
    expect(before).not.toContain(words)
  await act(world, clerk, id, { kind: 'revoke', scope: { kind: 'grants', grantIds } })
  const done = await printed(id)
  const name = world.engine.bank.customer(1)?.name.replace(/\s/g, '')
  for (const words of [
    `${t('slip.requesterName')}${name}`,
    t('revoke.effect.final'),
    t('revoke.effect.data.personal'),
    `${t('slip.contacts')}試験業者0　03-0000-0000`.replace('　', ''),
  ])
    expect(done).toContain(words)
  expect(done).not.toContain(t('slip.practice'))
  await world.engine.store.write(() =>
    world.engine.settings.putMark('demo', true, world.clock.now()),
  )
  expect(await printed(id)).toContain(t('slip.practice'))
})

it('cuts no name and nothing that was told, however much there is: it goes on on a page that names the request', async () => {
  const grantIds = [await world.permit()]
  const id = await openAtCounter(world, clerk)
  await act(world, clerk, id, { kind: 'revoke', scope: { kind: 'grants', grantIds } })
  const one = await slip(id)
  const name = (i: number): string =>
    `${i}番目の長い名前の電子決済等代行業を営む株式会社北日本会計情報サービス${i}`
  const many = (count: number): Slip => ({
    ...one,
    contacts: Array.from({ length: count }, (_, i) => ({
      name: name(i),
      contact: `03-0000-${i}000`,
    })),
    acts: one.acts.map((act) => ({
      ...act,
      targets: Array.from({ length: count }, (_, i) => ({
        ...(act.targets[0] as (typeof act.targets)[number]),
        providerName: name(i),
      })),
    })),
  })
  expect(await pages(many(4))).toHaveLength(1)
  const told = `${'伝えたことの続き、'.repeat(30)}ここまで`
  const [first = '', ...more] = await pages({ ...many(9), answer: told })
  expect(more).toHaveLength(1)
  expect(more[0]).toMatch(new RegExp(`^${t('slip.title').replace(' ', '')}${one.number}`))
  const all = [first, ...more].join('')
  for (let i = 0; i < 9; i += 1) expect(all.split(name(i)).length - 1).toBe(2)
  expect(all).toContain(told)
  // The seals stand once, at the end.
  expect(first).not.toContain(t('slip.seal.staff'))
  expect(more[0]).toContain(t('slip.seal.staff'))
})

const longest = [
  ['株式会社マネーフォワード', 'マネーフォワード クラウド会計 等'],
  ['SBIビジネス・ソリューションズ株式会社', 'クラウド請求書作成ソフト MakeLeaps・経費BANK'],
  ['株式会社ミロク情報サービス', 'ミロクのかんたん!シリーズ 等'],
] as const

it.each([1, 3, 40])('%i links: each stands whole, on as many pages as it takes', async (count) => {
  for (const [name, service] of longest) {
    await world.addProvider({})
    world.engine.store.bulk((db) => {
      const { id } = world.provider(world.providers.length - 1)
      db.prepare(
        "UPDATE providers SET name = ?, servicePersonal = ?, contact = '' WHERE id = ?",
      ).run(name, service, id)
      db.prepare("INSERT INTO providerNames VALUES (NULL, ?, ?, ?, ?, '')").run(
        ...[id, world.clock.now() + 1, name, service],
      )
    })
  }
  world.clock.offset += 60_000
  const grantIds: number[] = []
  for (let i = 0; i < count; i += 1)
    grantIds.push(await world.permit({ provider: 1 + (i % 3), scopes: ['accounts'] }))
  const id = await openAtCounter(world, clerk)
  await act(world, clerk, id, {
    ...{ kind: 'revoke', scope: { kind: 'grants', grantIds } },
    note: '電話で申出のとおり。'.repeat(12),
  })
  const pdf = Buffer.from(await slipPdf(await slip(id)))
  if (process.env.SCREENSHOTS) writeFileSync(`${process.env.SCREENSHOTS}/slip-${count}.pdf`, pdf)
  const sheets = await pdfText(pdf)
  expect(sheets.length > 1).toBe(count === 40)
  const lines = sheets.join('\n')
  // Words stand whole in a line.
  for (const names of longest.slice(0, count))
    for (const word of names.flatMap((one) => one.split(/[・ ]/))) expect(lines).toContain(word)
  for (const grantId of grantIds) expect(lines).toContain(grantLabel(grantId))
  expect(lines).toContain(t('slip.contacts.none'))
  if (sheets.length > 1)
    for (const [i, one] of sheets.entries()) expect(one).toContain(`${i + 1}/${sheets.length}`)
})
