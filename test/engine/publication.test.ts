import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import {
  type Actor,
  changesSinceLast,
  checkLedger,
  publicationState,
  publishedBody,
  publishLists,
  saveLedger,
  servedPublication,
  updateProvider,
} from '#engine'
import { isoDate } from '#shared/japanese-date'
import { asOfText, changesBetween, noticeTables, publicationHtml } from '#shared/publication'
import { publicationPdf } from '../../src/main/paper/publication-pdf.ts'
import { consoleOf, openDesk } from '../support/desk-client.ts'
import { pdfText } from '../support/pdf-text.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  staff.clear()
  world = await World.open({
    providers: [{ channels: ['personal', 'business'] }, {}],
    business: true,
  })
})
afterEach(() => world.close())

const state = () => publicationState(world.engine)
const staff = new Map<string, Actor>()
const person = async (name: string): Promise<Actor> => {
  const known = staff.get(name) ?? (await world.staff('hq-admin', name)).actor
  staff.set(name, known)
  return known
}
const publish = async (seen = state().seen, serve = false) =>
  publishLists(world.by(await person('publisher')), { seen, serve })
const enter = async (item: string, value: string, { index = 0, checked = true } = {}) => {
  const [maker, checker] = [await person('maker'), await person('checker')]
  const providerId = world.provider(index).id
  const version = world.engine.store.find('ledgerEntries', { providerId, item })?.version ?? 0
  await saveLedger(world.by(maker), {
    ...{ providerId, item, version, value, note: '', evidence: '', owner: '', dueOn: null },
  })
  if (checked)
    await checkLedger(world.by(checker), { providerId, items: [{ item, version: version + 1 }] })
}
const rename = (change: object, index = 0) => {
  const { id, version, ...before } = world.registered(index)
  return updateProvider(world.by(), { id, version, provider: { ...before, ...change } })
}

it('each channel has its own table, in 五十音順, under the notices’ heads, 現在 and 注 (R16, R17)', async () => {
  await rename({ name: '株式会社あ', kana: 'ア', servicePersonal: 'あ家計簿 等' }, 1)
  const { body } = state()
  expect(body.personal).toEqual([
    { provider: '株式会社あ', service: 'あ家計簿 等' },
    { provider: '試験業者0', service: '家計簿0' },
  ])
  expect(body.business).toEqual([{ provider: '試験業者0', service: '会計0' }])
  const html = publicationHtml(body, '2020-11-10')
  expect(asOfText('2020-11-10')).toBe('令和2年11月10日現在')
  expect(html.match(/令和2年11月10日現在/g)).toHaveLength(3)
  for (const { heads, note } of Object.values(noticeTables))
    for (const words of [...heads, note]) expect(html).toContain(words)
  await rename({ name: '<b>&', kana: 'イ' }, 1)
  expect(publicationHtml(state().body, '2020-11-10')).toContain('&#60;b&#62;&#38;')
})

it('the three clauses of each provider are published, and nothing while one is empty or unchecked (R18)', async () => {
  const { body, seen } = state()
  expect(body.clauses.map(({ provider }) => provider)).toEqual(['試験業者0', '試験業者1'])
  for (const clause of body.clauses)
    for (const text of [clause.liability, clause.safety, clause.subprocessors])
      expect(text).not.toBe('')
  await enter('clauses.safety', '')
  expect(state().missing).toMatchObject([{ item: 'clauses.safety', lack: 'empty' }])
  expect(await codeOf(publish())).toBe('publication.incomplete')
  await enter('clauses.safety', '新しい措置', { checked: false })
  expect(state().missing).toMatchObject([{ item: 'clauses.safety', lack: 'unchecked' }])
  expect(await codeOf(publish())).toBe('publication.incomplete')
  await enter('clauses.safety', '新しい措置２')
  expect(state().missing).toEqual([])
  // What was seen before is not what would be published now.
  expect(await codeOf(publish(seen))).toBe('publication.changed-meanwhile')
  const { id } = await publish()
  const published = publishedBody(world.engine, id)
  expect(published.body).toEqual(state().body)
  expect(published.body.standards).toHaveLength(10)
  const pages = await pdfText(await publicationPdf(published.body, published.asOn))
  const text = pages.join('').replace(/\s/g, '')
  for (const words of ['試験業者1', '新しい措置２', '家計簿0', '現在', '再委託者'])
    expect(text).toContain(words)
})

it('says what has changed since the last publication, until it is published again', async () => {
  expect(changesSinceLast(world.engine)).toBeUndefined()
  expect(state().changes).toContainEqual({ part: 'personal', kind: 'added', name: '試験業者0' })
  await publish()
  expect(changesSinceLast(world.engine)).toEqual([])
  // Of no matter to the world.
  await rename({ contact: '別の窓口' })
  expect(changesSinceLast(world.engine)).toEqual([])
  await rename({ servicePersonal: '新しい家計簿' })
  expect(changesSinceLast(world.engine)).toEqual([
    { part: 'personal', kind: 'changed', name: '試験業者0' },
  ])
  // Stopped for a while its contract goes on.
  await world.suspend(1)
  expect(changesSinceLast(world.engine)).toHaveLength(1)
  const before = state().last?.id
  await publish()
  expect(changesSinceLast(world.engine)).toEqual([])
  expect(publishedBody(world.engine, before ?? 0).body.personal[0]?.service).toBe('家計簿0')
  const { body } = state()
  expect(changesBetween(body, { ...body, business: [] })).toEqual([
    { part: 'business', kind: 'removed', name: '試験業者0' },
  ])
})

it('two providers of one name are told apart by what is published of them', () => {
  const { body } = state()
  const of = (...services: string[]) => ({
    ...body,
    personal: services.map((service) => ({ provider: '株式会社同名', service })),
  })
  const changes = (before: string[], after: string[]) =>
    changesBetween(of(...before), of(...after)).map(({ kind }) => kind)
  expect(changes(['い', 'ろ'], ['ろ', 'い'])).toEqual([])
  expect(changes(['い', 'ろ'], ['い', 'は'])).toEqual(['changed'])
  expect(changes(['い', 'ろ'], ['ろ'])).toEqual(['removed'])
  expect(changes(['い'], ['い', 'い'])).toEqual(['added'])
})

it('is served under the public address only where the last publication was made for it', async () => {
  const issuer = await world.listen()
  const get = (etag?: string) =>
    fetch(`${issuer}/public/providers.html`, { headers: etag ? { 'if-none-match': etag } : {} })
  expect((await get()).status).toBe(404)
  await publish(undefined, true)
  const reply = await get()
  expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'public, max-age=300'])
  expect(await reply.text()).toBe(servedPublication(world.engine)?.html)
  const again = await get(reply.headers.get('etag') ?? '')
  expect([again.status, await again.text()]).toEqual([304, ''])
  await rename({ servicePersonal: '新しい家計簿' })
  await publish(undefined, true)
  expect((await get(reply.headers.get('etag') ?? '')).status).toBe(200)
  await publish(undefined, false)
  expect((await get()).status).toBe(404)
})

it('another page under the same number, after the data went back to a backup, is not taken for the one that is kept', async () => {
  await publish(undefined, true)
  const kept = servedPublication(world.engine)
  world.engine.store.bulk((db) =>
    db.exec('DROP TRIGGER publicationsAreKept; DELETE FROM publications'),
  )
  expect(servedPublication(world.engine)).toBeUndefined()
  await publish(undefined, true)
  expect(servedPublication(world.engine)).toEqual(kept)
  world.engine.store.bulk((db) => db.exec('DELETE FROM publications'))
  await rename({ servicePersonal: '別の家計簿' })
  await publish(undefined, true)
  const now = servedPublication(world.engine)
  expect(now?.html).not.toBe(kept?.html)
  expect(now?.name).not.toBe(kept?.name)
})

it('is handed out as a spreadsheet, a page and paper under the day that it tells; a name that begins like a formula is none', async () => {
  await rename({ name: '=1+1', kana: 'ア' }, 1)
  await publish()
  const listener = await consoleOf(world)
  onTestFinished(() => listener.close())
  const { desk } = openDesk(listener.url)
  await desk.staff.signIn((await world.staff('auditor', 'reader')).login)
  const day = isoDate(world.clock.now())
  const fileOf = async (form: 'csv' | 'html' | 'pdf') => {
    const { fileName, file } = await desk.publication.file({ id: 1, form })
    expect(fileName).toBe(`API連携先_${day.replaceAll('-', '')}.${form}`)
    return Buffer.from(file, 'base64')
  }
  const rows = parse(await fileOf('csv'), { bom: true })
  const [provider = ''] = noticeTables.business.heads
  expect(rows).toEqual([
    ['区分', provider, 'サービス内容', '基準日'],
    ['個人', "'=1+1", '家計簿1', asOfText(day)],
    ['個人', '試験業者0', '家計簿0', asOfText(day)],
    ['法人', '試験業者0', '会計0', asOfText(day)],
  ])
  expect((await fileOf('html')).toString()).toBe(
    publicationHtml(publishedBody(world.engine, 1).body, day),
  )
  expect((await pdfText(await fileOf('pdf'))).join('')).toContain(asOfText(day))
})
