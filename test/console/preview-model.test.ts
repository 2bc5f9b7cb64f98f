import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textsAt } from '#engine'
import type { Progress } from '#shared/consent-flow'
import { textKindOf } from '#shared/consent-texts'
import { dayMs } from '#shared/japanese-date'
import { PreviewOptions } from '#shared/preview'
import { previewView } from '../../src/main/console/preview-model.ts'
import { World } from '../support/world.ts'

/** What the preview invents, and how it follows the conditions that staff set; how pages look is held where they are rendered. */
let world: World
beforeAll(async () => {
  world = await World.open({
    business: true,
    providers: [{}, { channels: ['personal', 'business'] }],
  })
})
afterAll(() => world.close())

const plain: PreviewOptions = {
  ...{ channel: 'personal', language: 'ja', providerId: null, screen: 'sign-in' },
  ...{ wrong: false, missingPins: 0 },
  ...{ renewal: false, version: null, marked: false },
}
const view = (options: Partial<PreviewOptions>) =>
  previewView(world.engine, { ...plain, ...options })
const only = (name: string, values: unknown[]) => ({
  accounts: values.map((value) => expect.objectContaining({ [name]: value })),
})
const business = { channel: 'business' } as const

const [registered, missing, pending] = ['registered', 'missing', 'pending']
const rows: [string, Partial<PreviewOptions>, object][] = [
  [
    'a provider that is not there',
    {},
    { provider: { name: 'サンプル株式会社', service: '家計簿サンプル' } },
  ],
  [
    'the same for companies',
    business,
    { provider: { service: '会計サンプル' }, otherChannel: false },
  ],
  [
    'a provider of persons',
    { providerId: 1 },
    { provider: { service: '家計簿0' }, otherChannel: false },
  ],
  [
    'a provider of both',
    { providerId: 2 },
    { provider: { service: '家計簿1' }, otherChannel: true },
  ],
  ['its name for companies', { ...business, providerId: 2 }, { provider: { service: '会計1' } }],
  ['the terms in force, and no walk', {}, { termsNumber: 2, base: '', csrf: '' }],
  ['a wrong entry', { wrong: true }, { screen: 'sign-in', wrong: true }],
  ['a right one', {}, { screen: 'sign-in', wrong: false }],
  [
    'a new link: nothing is chosen',
    { screen: 'choose-accounts' },
    only('chosen', [false, false, false, false]),
  ],
  [
    'a renewal: what was linked',
    { screen: 'choose-accounts', renewal: true },
    only('chosen', [true, false, false, false]),
  ],
  [
    'a renewal: it is marked',
    { screen: 'choose-accounts', renewal: true },
    only('former', [true, false, false, false]),
  ],
  [
    'PINs are asked of companies',
    { ...business, screen: 'choose-accounts', missingPins: 3 },
    only('pinLater', [false, true, true, false]),
  ],
  [
    'an account of another kind',
    { screen: 'choose-accounts' },
    only('type', ['普通', '普通', '普通', 'その他']),
  ],
  [
    'one PIN',
    { ...business, screen: 'choose-accounts', missingPins: 1 },
    only('pinLater', [false, true, false, false]),
  ],
  [
    'no PIN of persons',
    { screen: 'choose-accounts', missingPins: 3 },
    only('pinLater', [false, false, false, false]),
  ],
  [
    'B3, none missing',
    { ...business, screen: 'register-inquiry-pin' },
    only('state', [registered, registered, registered, registered]),
  ],
  [
    'B3, one missing',
    { ...business, screen: 'register-inquiry-pin', missingPins: 1 },
    only('state', [registered, missing, registered, registered]),
  ],
  [
    'B4, the last one typed',
    { ...business, screen: 'inquiry-pin-result', missingPins: 1 },
    { more: false, ...only('state', [registered, pending, registered, registered]) },
  ],
  [
    'B4, more to type',
    { ...business, screen: 'inquiry-pin-result', missingPins: 3 },
    { more: true, ...only('state', [registered, pending, missing, missing]) },
  ],
  [
    '許可, new',
    { screen: 'permit' },
    { services: [], changed: undefined, renewal: undefined, ...only('added', [false, false]) },
  ],
  [
    '許可, renewed',
    { screen: 'permit', renewal: true },
    { renewal: { removedAccounts: [{ number: '2222222' }] }, ...only('added', [false, true]) },
  ],
  [
    '許可, changed meanwhile',
    { screen: 'permit', wrong: true },
    { changed: ['accounts', 'period'] },
  ],
  [
    '許可 of a company: its 業務',
    { ...business, screen: 'permit' },
    { services: expect.arrayContaining([expect.anything()]) },
  ],
  [
    'a notice that names a branch',
    { screen: 'locked' },
    { screen: 'notice', kind: 'locked', branchName: 'サンプル支店' },
  ],
  [
    'a notice that names none',
    { screen: 'busy' },
    { screen: 'notice', kind: 'busy', branchName: undefined, minutes: undefined, back: undefined },
  ],
  ['how long it is locked', { screen: 'locked' }, { minutes: 2, back: undefined }],
  ['a way back after the time is over', { screen: 'timed-out' }, { back: '#' }],
  ['a way back after the request has expired', { screen: 'expired' }, { back: '#' }],
  ['the other language, from Japanese', {}, { otherLanguage: '?lang=en' }],
  ['the other language, from English', { language: 'en' }, { otherLanguage: '?lang=ja' }],
]
/** Of how many steps a walk is that meets the screen: two numbers while what comes is not decided. */
const walks: [Partial<PreviewOptions>, Progress][] = [
  [{ screen: 'sign-in' }, { step: 1, fewest: 3, most: 4 }],
  [{ screen: 'user-number' }, { step: 2, fewest: 3, most: 3 }],
  [{ screen: 'extra-challenge' }, { step: 3, fewest: 4, most: 4 }],
  [{ screen: 'permit' }, { step: 3, fewest: 3, most: 3 }],
  [{ screen: 'choose-accounts' }, { step: 3, fewest: 4, most: 4 }],
  [
    { ...business, screen: 'choose-services' },
    { step: 2, fewest: 3, most: 3 },
  ],
  [
    { ...business, screen: 'register-inquiry-pin', missingPins: 1 },
    { step: 2, fewest: 4, most: 4 },
  ],
]

describe('a previewed page', () => {
  it.each(rows)('%s', (_name, options, expected) => {
    expect(view(options)).toMatchObject(expected)
  })

  it.each([
    ['a person, plain', plain],
    [
      'a company that links again and errs, on the way to everything',
      { ...plain, ...business, language: 'en', wrong: true, renewal: true, missingPins: 1 },
    ],
  ] satisfies [string, PreviewOptions][])(
    'of %s holds what was agreed, on every screen',
    (_name, options) => {
      world.clock.stop()
      const now = world.clock.now()
      const inDays = (_key: string, value: unknown) =>
        typeof value === 'number' && value > 1e12 ? `${(value - now) / dayMs} days` : value
      for (const screen of PreviewOptions.shape.screen.options) {
        const { texts, institution, ...page } = view({ ...options, screen })
        expect(institution).toEqual(world.engine.settings.get('institution'))
        expect(texts).toEqual(
          textsAt(world.engine, textKindOf(options.channel, options.language), now),
        )
        expect(JSON.stringify(page, inDays)).toMatchSnapshot(screen)
      }
    },
  )

  it('speaks in the words of a version, marked where they differ from what holds', async () => {
    const number = await world.publish('personal', { 'signIn.button': '別の言葉' })
    const of = (options: Partial<PreviewOptions>) => view(options).texts['signIn.button']
    expect(of({})).toBe('別の言葉')
    expect(of({ version: 1 })).toBe('API連携')
    expect(of({ version: number })).toBe('別の言葉')
    expect(of({ version: 1, marked: true })).toContain('API連携')
    expect(of({ version: 1, marked: true })).not.toBe('API連携')
    // The number is that of the terms then.
    expect(view({ screen: 'terms', version: 1 })).toMatchObject({ screen: 'terms', number: 1 })
    expect(of({ screen: 'terms', version: 1 })).toBe('別の言葉')
    expect(view({ screen: 'terms' })).toMatchObject({
      ...{ number: 2, terms: { title: 'API利用規定' } },
    })
    for (const screen of ['sign-in', 'terms'] as const)
      expect(() => view({ screen, version: 99 })).toThrow('text.not-found')
  })

  it.each(walks)('%j counts its steps', (options, progress) => {
    expect(view(options)).toMatchObject({ progress })
  })

  it('has the accounts of the notice’s picture (R78)', () => {
    const { accounts } = view({ ...business, screen: 'register-inquiry-pin' }) as never as {
      accounts: { branchCode: string; type: string; number: string; memo: string }[]
    }
    const memo = '口座メモ5678901234567890'
    expect(accounts.map((one) => [one.branchCode, one.type, one.number, one.memo])).toEqual([
      ['001', '普通', '2000002', memo],
      ['202', '普通', '1111111', ''],
      ['202', '普通', '2222222', ''],
      ['456', '普通', '1000014', memo],
    ])
  })

  it.each([
    [false, 0, 90],
    [true, 60, 30],
  ])('renewal %s: the days of the policy, counted from today', (renewal, since, left) => {
    const page = view({ screen: 'permit', renewal }) as never as {
      from: number
      to: number
      days: number
      renewal?: { grantedAt: number; expiresAt: number }
    }
    expect([page.days, (page.to - page.from) / dayMs]).toEqual([90, 90])
    const former = page.renewal ?? { grantedAt: page.from, expiresAt: page.to }
    expect([
      (page.from - former.grantedAt) / dayMs,
      (former.expiresAt - page.from) / dayMs,
    ]).toEqual([since, left])
  })

  it('of a provider that is not there is refused', () => {
    expect(() => view({ providerId: 99 })).toThrow('provider.not-found')
  })
})
