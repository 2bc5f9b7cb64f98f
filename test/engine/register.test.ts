import { afterAll, beforeAll, expect, it } from 'vitest'
import { changeProviderStatus, listProviders, providerByClientId } from '#engine'
import {
  ensureDemo,
  registerNoticeProviders,
  writeDemoFile,
} from '../../src/main/demo/load-demo.ts'
import { World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await World.open({ providers: [], business: true })
  // Invented providers may be 未確認 in practice mode alone (R6).
  await world.engine.settings.saveMark('demo', true, 0)
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

it('a demo starts again whatever became of its sample app, which has another port each time', async () => {
  const own = await World.open({ providers: [], business: true })
  const { engine } = own
  const callback = (port: number) => `http://127.0.0.1:${port}/kakeibo/callback`
  await engine.settings.saveMark('demo', true, 0)
  const [sample, ...others] = await registerNoticeProviders(engine, callback(1))
  if (!sample) throw new Error('no sample app')
  const file = { issuer: '', api: '', console: null, customers: [], staff: [] }
  writeDemoFile(engine.store.folder, { ...file, providers: [sample, ...others] })
  const found = () => providerByClientId(engine, sample.clientId)
  for (const [port, to] of ([undefined, 'suspended', 'active', 'ended'] as const).entries()) {
    const { id, version } = found() ?? { id: 0, version: 0 }
    if (to) await changeProviderStatus(own.by(), { id, version, to, reason: '試験' })
    await ensureDemo(engine, callback(10 + port))
    const moved = found()?.redirectUris.includes(callback(10 + port))
    expect([to, moved]).toEqual([to, to !== 'ended'])
  }
  await own.close()
})
