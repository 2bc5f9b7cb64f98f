import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  approveText,
  changeProviderStatus,
  findText,
  inventedTerms,
  issuerMark,
  missing,
  providerById,
  saveDraft,
  saveSettings,
  updateProvider,
  withoutBranch,
} from '#engine'
import { shippedTerms } from '#shared/consent-texts'
import { dayMs, isoDate } from '#shared/japanese-date'
import { parsePhone } from '#shared/phone'
import { isPublicIssuer, nameUnset, type ReadinessItem } from '#shared/readiness'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({
    business: true,
    providers: [{ channels: ['personal', 'business'] }],
  })
})
afterEach(() => world.close())

/** The world without one thing that customers must not miss. */
const without: Record<ReadinessItem, () => Promise<unknown>> = {
  institution: () => institution({ name: nameUnset }),
  phone: () => institution({ phone: '' }),
  phoneHours: () => institution({ phoneHours: '' }),
  terms: () => terms(['第1条', `以下は見本です。${shippedTerms.paragraphs[0]}`]),
  validityPersonal: () => validity('policy.personal', null),
  validityBusiness: () => validity('policy.business', null),
  issuer: () => mark('http://127.0.0.1:8470'),
}
const at = () => world.clock.now()
const institution = (part: object) =>
  world.engine.settings.save(
    'institution',
    { ...world.engine.settings.get('institution'), ...part },
    at(),
  )
const save = (part: object) => {
  const seen = world.engine.settings.get('institution')
  return saveSettings(world.by(), { key: 'institution', seen, value: { ...seen, ...part } })
}
const validity = (key: 'policy.personal' | 'policy.business', validityDays: number | null) =>
  world.engine.settings.save(key, { ...world.engine.settings.get(key), validityDays }, at())
const mark = (issuer: string) => world.engine.settings.saveMark(issuerMark, issuer, at())
const terms = async (paragraphs: string[]) =>
  inventedTerms(world.engine, { title: '規定', paragraphs })

async function status(to: 'approval' | 'ended'): Promise<void> {
  await world.engine.store.write(() =>
    world.engine.store.update('providers', { id: 1 }, { status: to }),
  )
  world.engine.authority.changed()
}
/** The registered provider as one that was never active. */
const inApproval = () => status('approval')
async function activate(): Promise<void> {
  const version = providerById(world.engine, 1)?.version ?? 0
  await changeProviderStatus(world.by(), { id: 1, version, to: 'active', reason: '' })
}

describe('what must be real before a customer is shown anything', () => {
  it.each(Object.keys(without) as ReadinessItem[])(
    'without %s no provider is activated',
    async (item) => {
      await inApproval()
      await without[item]()
      expect(missing(world.engine)).toEqual([item])
      await expect(activate()).rejects.toMatchObject({ code: 'provider.not-ready', detail: item })
      expect(providerById(world.engine, 1)?.status).toBe('approval')
    },
  )

  it('with all of it a provider is activated; one that was suspended meets the same rule', async () => {
    await inApproval()
    expect(missing(world.engine)).toEqual([])
    await activate()
    await world.suspend()
    await without.terms()
    await expect(world.resume()).rejects.toMatchObject({ code: 'provider.not-ready' })
  })

  it('is asked again in the commit: what is taken away while the activation waits refuses it', async () => {
    await inApproval()
    const both = await Promise.allSettled([save({ phoneHours: '' }), activate()])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  it.each([{ name: nameUnset }, { phone: '' }, { phoneHours: '' }])(
    'while a provider is active customers see it: %o is not saved',
    async (part) => {
      await expect(save(part)).rejects.toMatchObject({ code: 'provider.not-ready' })
      await world.suspend()
      await save(part)
    },
  )

  it('a channel that no provider uses needs no validity, nor does one whose contract has its own', async () => {
    await validity('policy.business', null)
    const provider = world.registered()
    const change = (part: object) => {
      const { version } = world.registered()
      return updateProvider(world.by(), { id: 1, version, provider: { ...provider, ...part } })
    }
    await change({ policy: { ...provider.policy, businessValidityDays: 30 } })
    expect(missing(world.engine)).toEqual([])
    await change({ channels: ['personal'] })
    expect(missing(world.engine)).toEqual([])
    await expect(change({})).rejects.toMatchObject({ code: 'policy.validity-missing' })
  })

  it('of a provider that has ended nothing is needed', async () => {
    await validity('policy.business', null)
    expect(missing(world.engine)).toEqual(['validityBusiness'])
    await status('ended')
    expect(missing(world.engine)).toEqual([])
  })

  it('terms that come into force on a later day are missing until then', async () => {
    await without.terms()
    const { actor: writer } = await world.staff('hq-admin', 'writer')
    const { actor: approver } = await world.staff('hq-admin', 'approver')
    const body = { title: '規定', paragraphs: ['第1条'] }
    const draft = { kind: 'terms', draft: null, body, note: '試験' } as const
    const number = await saveDraft(world.by(writer), draft)
    const from = isoDate(at() + 2 * dayMs)
    const seenAt = findText(world.engine, 'terms', number).updatedAt
    await approveText(world.by(approver), { kind: 'terms', number, seenAt, from })
    expect(missing(world.engine)).toEqual(['terms'])
    world.clock.offset += 2 * dayMs
    expect(missing(world.engine)).toEqual([])
  })

  it('practice mode lacks nothing', async () => {
    await without.issuer()
    await world.engine.settings.saveMark('demo', true, at())
    expect(missing(world.engine)).toEqual([])
  })
})

it.each([
  ['０１８−８３２−０００１', '018-832-0001'],
  ['018ー832ー0001', '018-832-0001'],
  ['(018) 832-0001', '(018) 832-0001'],
  ['0120-123-456', '0120-123-456'],
  ['090-1234-5678', '090-1234-5678'],
  ['電話番号未設定', undefined],
  ['832-0001', undefined],
  ['018-832-0001（見本）', undefined],
  ['00-0000-0000', undefined],
])('the telephone number %s is read as %s', (typed, read) => {
  expect(parsePhone(typed)).toBe(read)
})

it.each([
  ['https://api.shinkumi.example', true],
  ['https://localhost', false],
  ['https://127.0.0.1:8443', false],
  ['http://127.0.0.1:8470', false],
  ['', false],
])('the issuer %s can be reached from outside: %s', (issuer, reached) => {
  expect(isPublicIssuer(issuer)).toBe(reached)
})

it('staff of a branch who have none are told, once there are branches to choose from; head office needs none', async () => {
  const without = () => withoutBranch(world.engine).map(({ name }) => name)
  const { actor } = await world.staff('clerk')
  const admin = Number((await world.staff('hq-admin')).actor.id)
  const set = (columns: object) =>
    world.engine.store.write(() => world.engine.store.update('staff', { role: 'clerk' }, columns))
  expect(without()).toEqual([])
  await world.engine.store.write(() =>
    world.engine.store.update('staff', { id: admin }, { branchCode: null }),
  )
  expect(without()).toEqual([])
  await set({ branchCode: null })
  expect(without()).toEqual([actor.name])
  await set({ disabledAt: world.clock.now() })
  expect(without()).toEqual([])
})
