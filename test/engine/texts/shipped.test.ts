import { afterEach, beforeEach, expect, it } from 'vitest'
import { sql } from '#db'
import { textsAt } from '#engine'
import { shippedTexts } from '#shared/consent-texts'
import { World } from '../../support/world.ts'

/** A folder of an earlier program, whose shipped texts had other words. */
let world: World
beforeEach(async () => {
  world = await World.open()
})
afterEach(() => world.close())

const right = shippedTexts('business')['permit.use'] ?? ''
const slip = right.replace('信用組合ID', '信用組合FID')
/** As an earlier program had shipped it: nothing that the program of today may do. */
function shippedEarlier(): void {
  const body = { ...shippedTexts('business'), 'permit.use': slip }
  world.engine.store.bulk((db) => {
    const trigger = db
      .prepare("SELECT sql FROM sqlite_schema WHERE name = 'textVersionsApprovedStays'")
      .pluck()
      .get() as string
    db.exec('DROP TRIGGER textVersionsApprovedStays')
    db.prepare("UPDATE textVersions SET body = ? WHERE kind = 'business' AND number = 1").run(
      JSON.stringify(body),
    )
    db.exec(trigger)
  })
}
const versions = () =>
  world.engine.store.read(
    sql
      .selectFrom('textVersions')
      .select(['number', 'authorName', 'note'])
      .where('kind', '=', 'business')
      .orderBy('number'),
  )
const use = () => textsAt(world.engine, 'business', world.clock.now())['permit.use']

it('corrected texts come as a version of their own, once, and the old one stays for what it was shown in', async () => {
  shippedEarlier()
  expect(use()).toBe(slip)
  await world.restart()
  await world.restart()
  expect(versions()).toEqual([
    { number: 1, authorName: '出荷時', note: '出荷時の文言' },
    { number: 2, authorName: '出荷時', note: '出荷時の文言の改訂' },
  ])
  expect([use(), right.includes('信用組合IDサービス')]).toEqual([right, true])
})

it('what the credit union has approved itself is not replaced', async () => {
  shippedEarlier()
  const own = await world.publish('business', { 'permit.reassure': '当組合の文' })
  await world.restart()
  expect(versions().map(({ number }) => number)).toEqual([1, own])
  expect(use()).toBe(slip)
})
