import { afterAll, beforeAll, expect, it } from 'vitest'
import { listProviders } from '#engine'
import { registerNoticeProviders } from '../../src/main/demo/load-demo.ts'
import { World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await World.open({ providers: [], business: true })
  await registerNoticeProviders(world.engine, undefined)
})
afterAll(() => world.close())

it('providers are listed in 五十音順 of their readings (R16)', () => {
  expect(listProviders(world.engine, null).map((one) => one.kana)).toEqual([
    'エスビーアイビジネス・ソリューションズ',
    'カケイボデモ',
    'ザイム',
    'ソリマチ',
    'フリー',
    'マネーツリー',
    'マネーフォワード',
    'ミロクジョウホウサービス',
    'ヤヨイ',
    'ラインペイ',
  ])
})

it('the demo’s providers have a service name for each of their channels, and no invented number (R17, R20)', () => {
  const providers = listProviders(world.engine, null)
  const named = (kana: string) => providers.find((one) => one.kana === kana)
  expect(named('マネーツリー')).toMatchObject({
    servicePersonal: 'Moneytree 等',
    serviceBusiness: 'MT LINK 等',
  })
  expect(named('ザイム')).toMatchObject({ channels: ['personal'], serviceBusiness: '' })
  expect(new Set(providers.map((one) => one.registrationNumber))).toEqual(new Set(['']))
})
