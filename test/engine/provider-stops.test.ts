import { afterAll, beforeAll, expect, it } from 'vitest'
import { changeProviderStatus, dayCounts } from '#engine'
import { staffEndReasons } from '#shared/grant'
import { dayMs, isoDate } from '#shared/japanese-date'
import { type StatusCause, type Stop, stops } from '#shared/provider-status'
import { ActForm } from '#shared/request'
import { World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())

const stop = (to: Stop, form: { cause?: StatusCause; reason?: string; until?: string }) => {
  const { id, version } = world.registered()
  return changeProviderStatus(world.by(), { id, version, to, reason: '', ...form })
}

it('a stop names a cause that fits it (R130)', async () => {
  const causes = Object.values(stops).flat()
  for (const [to, fitting] of Object.entries(stops) as [Stop, readonly StatusCause[]][])
    for (const cause of new Set(causes.filter((one) => !fitting.includes(one))))
      await expect(stop(to, { cause, reason: 'x' })).rejects.toMatchObject({ detail: 'cause' })
  await expect(stop('restricted', { cause: 'other' })).rejects.toMatchObject({ detail: 'reason' })
  await expect(stop('ended', { cause: 'merged', until: '2099-01-01' })).rejects.toMatchObject({
    detail: 'until',
  })
})

it('the links of a company end for a reason that can be said of one (R61)', () => {
  const form = { requestId: 1, kind: 'revoke', note: 'x', confirmation: 'x' }
  const said = (scope: object, reason: string) =>
    ActForm.safeParse({ ...form, scope, reason }).success
  for (const reason of staffEndReasons) {
    expect(said({ kind: 'customer' }, reason)).toBe(true)
    expect([reason, said({ kind: 'provider', providerId: 1 }, reason)]).toEqual([
      reason,
      !['lost-or-stolen', 'linked-by-mistake', 'deceased'].includes(reason),
    ])
  }
})

it('the day up to which it is meant comes to きょう, resumes nothing, and goes with the stop (R130)', async () => {
  const due = () => dayCounts(world.engine, null).dueStops
  const until = isoDate(world.clock.now() + 2 * dayMs)
  await stop('suspended', { cause: 'incident', until })
  expect([due(), world.registered().statusUntil]).toEqual([0, until])
  world.clock.offset += 2 * dayMs
  expect([due(), world.registered().status]).toEqual([1, 'suspended'])
  await stop('restricted', { cause: 'own-request' })
  expect([due(), world.registered()]).toMatchObject([
    0,
    { statusUntil: null, statusCause: 'own-request' },
  ])
  await world.resume()
  expect(world.registered()).toMatchObject({ status: 'active', statusCause: null })
})
