import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Actor, changeProviderStatus, dayCounts, dueDays, saveLedger } from '#engine'
import { atJapan, dayMs, isoDate } from '#shared/japanese-date'
import { monthsAfter, standingOf } from '#shared/ledger-due'
import { calendarOf } from '../../src/main/paper/ical.ts'
import { World } from '../support/world.ts'

let world: World
let maker: Actor
beforeAll(async () => {
  world = await World.open()
  maker = (await world.staff('hq-admin', 'maker')).actor
})
afterAll(() => world.close())

const inDays = (days: number): string => isoDate(world.clock.now() + days * dayMs)
const save = (item: string, value: string, dueOn: string | null = null) => {
  const { version = 0 } = world.engine.store.find('ledgerEntries', { providerId: 1, item }) ?? {}
  return saveLedger(world.by(maker), {
    ...{ providerId: 1, item, version, value, dueOn },
    ...{ note: '', evidence: '', owner: '三浦' },
  })
}
const due = () =>
  dueDays(world.engine).map(({ kind, item, on, standing }) => [kind, item, on, standing])
/** When the ten standards were checked. */
const checkedOn = (day: string, item = 'standards.%') =>
  world.engine.store.bulk((db) =>
    db.prepare('UPDATE ledgerEntries SET checkedAt = ? WHERE item LIKE ?').run(atJapan(day), item),
  )

it('lists what falls due of a provider: by hand, its contract, the register, the standards, a stop (R9)', async () => {
  await checkedOn(inDays(-10))
  await save('registration.lookedUpOn', inDays(-3))
  await save('contract.endsOn', inDays(31))
  await save('party.address', '秋田市', inDays(30))
  const year = (days: number) => monthsAfter(inDays(days), 12)
  expect(due()).toEqual([
    ['planned', 'party.address', inDays(30), 'soon'],
    ['ends', 'contract.endsOn', inDays(31), 'later'],
    ['recheck', '', year(-10), 'later'],
    ['look-up', 'registration.lookedUpOn', year(-3), 'later'],
  ])
  // The ten are due with the one that was checked longest ago; the interval is a setting.
  // A year and back is a day less after a leap day.
  const longAgo = monthsAfter(inDays(-1), -12)
  await checkedOn(longAgo, 'standards.finance')
  expect(due()[0]).toEqual(['recheck', '', monthsAfter(longAgo, 12), 'over'])
  expect(dayCounts(world.engine, null).dueDates).toEqual({ over: 1, soon: 1 })
  const policy = world.engine.settings.get('policy')
  await world.engine.settings.save('policy', { ...policy, recheckMonths: 24 }, 0)
  expect(dayCounts(world.engine, null).dueDates).toEqual({ over: 0, soon: 1 })
  await world.engine.settings.save('policy', policy, 0)
})

it('asks for no new look at a provider that was never activated: all of it is looked at before', async () => {
  const run = (text: string) => world.engine.store.bulk((db) => db.exec(text))
  run("UPDATE providers SET status = 'review' WHERE id = 1")
  try {
    expect(due().map(([kind]) => kind)).toEqual(['planned', 'ends'])
  } finally {
    run("UPDATE providers SET status = 'active' WHERE id = 1")
  }
})

it('stops and suspends nobody by it (R10), and says of no provider that has ended what is due', async () => {
  world.clock.offset += 800 * dayMs
  expect(new Set(due().map(([, , , standing]) => standing))).toEqual(new Set(['over']))
  expect(world.registered().status).toBe('active')
  await world.permit()
  const { id, version } = world.registered()
  const until = inDays(5)
  const stop = { id, version, to: 'suspended', cause: 'incident', reason: '', until } as const
  await changeProviderStatus(world.by(), stop)
  expect(due().at(-1)).toEqual(['stop', '', until, 'soon'])
  await changeProviderStatus(world.by(), {
    ...{ id, version: version + 1, to: 'ended', cause: 'contract-ended', reason: '' },
  })
  expect(due()).toEqual([])
})

it('a month later is its last day where it has no such day; on the day itself nothing is over', () => {
  expect(monthsAfter('2027-08-31', 6)).toBe('2028-02-29')
  expect(monthsAfter('2026-11-30', 3)).toBe('2027-02-28')
  expect(monthsAfter('2026-12-31', 12)).toBe('2027-12-31')
  const on = (day: string) => standingOf(day, '2026-05-01')
  expect([on('2026-04-30'), on('2026-05-01'), on('2026-05-31'), on('2026-06-01')]).toEqual([
    ...['over', 'soon', 'soon', 'later'],
  ])
})

it('is a calendar of whole days that others can read (RFC 5545)', () => {
  const title = '株式会社あいうえおかきくけこさしすせそ；契約の終わる日, 台帳を見る'
  const at = Date.UTC(2026, 4, 1, 3, 4, 5)
  const file = calendarOf('導入台帳', at, [
    { uid: '1-ends-x@renkei-desk', on: '2026-06-30', title, words: '担当：三浦\nメモ; a\\b' },
  ])
  const lines = file.split('\r\n')
  expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  const unfolded = file.replaceAll('\r\n ', '').split('\r\n')
  expect(unfolded).toContain('DTSTART;VALUE=DATE:20260630')
  expect(unfolded).toContain('DTSTAMP:20260501T030405Z')
  expect(unfolded).toContain(`SUMMARY:${title.replace(',', '\\,')}`)
  expect(unfolded).toContain('DESCRIPTION:担当：三浦\\nメモ\\; a\\\\b')
  expect(lines.filter((line) => line.startsWith(' ')).length).toBeGreaterThan(0)
})
