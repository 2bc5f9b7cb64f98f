import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Actor, slipOf } from '#engine'
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

const printed = async (id: number): Promise<string> => {
  const viewer = { staffId: Number(clerk.id), role: 'clerk', branchCode: '011' } as const
  const pdf = await slipPdf({ ...(await slipOf(world.engine, viewer, id)), printedBefore: 0 })
  return (await pdfText(Buffer.from(pdf))).join('').replace(/\s/g, '')
}

it('names who asks for themself, the effects of what was ended, and whom to ask at the provider', async () => {
  const grantIds = [await world.permit()]
  const id = await openAtCounter(world, clerk)
  const before = await printed(id)
  for (const words of [t('revoke.effect.final'), '03-0000-0000'])
    expect(before).not.toContain(words)
  await act(world, clerk, id, { kind: 'revoke', scope: { kind: 'grants', grantIds } })
  const slip = await printed(id)
  const name = world.engine.bank.customer(1)?.name.replace(/\s/g, '')
  for (const words of [
    `${t('slip.requesterName')}${name}`,
    t('revoke.effect.final'),
    t('revoke.effect.data.personal'),
    `${t('slip.contacts')}試験業者003-0000-0000`,
  ])
    expect(slip).toContain(words)
  expect(slip).not.toContain(t('slip.practice'))
  await world.engine.store.write(() =>
    world.engine.settings.putMark('demo', true, world.clock.now()),
  )
  expect(await printed(id)).toContain(t('slip.practice'))
})
