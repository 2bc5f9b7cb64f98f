import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Actor,
  approveText,
  changePassword,
  changeProviderStatus,
  claimedActor,
  closeRequest,
  countSlip,
  createEnrolled,
  createStaff,
  decideAct,
  decideDeletion,
  discardDraft,
  findText,
  openRequest,
  proposeDeletion,
  reenrolStaff,
  removeView,
  runSetup,
  saveDraft,
  saveSettings,
  saveView,
  staffSignIn,
  updateProvider,
  updateStaff,
} from '#engine'
import { isoDate } from '#shared/japanese-date'
import { act, openAtCounter } from '../support/request-steps.ts'
import { watched } from '../support/watched.ts'
import { World } from '../support/world.ts'

/** Two windows press at once: the units stand in one commit, and what each has looked at is looked at again in it. */
let world: World
let one: Actor
let other: Actor
let third: Actor
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}], customers: 30 })
  world.clock.stop()
  one = (await world.staff('hq-admin', 'one')).actor
  other = (await world.staff('hq-admin', 'other')).actor
  third = (await world.staff('hq-admin', 'third')).actor
})
afterAll(() => world.close())

interface Pair {
  calls: (() => Promise<unknown>)[]
  codes: string[]
  /** The outcomes of the audit entries; by default one `done` for each act that succeeds. */
  outcomes?: string[]
  rows: Record<string, number>
}
const by = (actor: Actor) => world.by(actor)
const draft = async () => {
  const { body } = findText(world.engine, 'terms', 1)
  const given = { kind: 'terms', draft: null, body, note: '下書き' } as const
  const number = await saveDraft(by(one), given)
  return { number, seenAt: findText(world.engine, 'terms', number).updatedAt, body }
}
const waiting = async (customerId: number): Promise<number> => {
  await world.permit({ customer: customerId - 1, provider: 1 })
  const request = await openAtCounter(world, one, customerId)
  const confirmation = world.engine.bank.customer(customerId)?.name ?? ''
  return act(world, one, request, { kind: 'revoke', scope: { kind: 'customer' }, confirmation })
}
const hired = async (loginId: string) => {
  const password = 'さいしょの合言葉です'
  const id = await createEnrolled(world.by(), {
    ...{ loginId, name: loginId, role: 'clerk', branchCode: '011', password },
  })
  return { id, password, own: claimedActor(world.engine, loginId, 'test') }
}

const pairs: Record<string, () => Promise<Pair>> = {
  'settings.save': async () => {
    const seen = world.engine.settings.get('hours')
    // By the program itself: made by a person, both changes would wait for a second one.
    const save = (holidays: string[]) => () =>
      saveSettings(world.by(), { key: 'hours', seen, value: { ...seen, holidays } })
    return {
      calls: [save(['2026-12-30']), save(['2026-12-31'])],
      codes: ['done', 'settings.changed-meanwhile'],
      rows: { settings: 1 },
    }
  },
  'providers.update': async () => {
    const { id, version, ...provider } = world.registered()
    const save = (kana: string) => () =>
      updateProvider(by(one), { id, version, provider: { ...provider, kana } })
    return {
      calls: [save('ア'), save('イ')],
      codes: ['done', 'provider.changed-meanwhile'],
      rows: { providers: 1 },
    }
  },
  'providers.changeStatus': async () => {
    const { id, version } = world.registered()
    const stop = (actor: Actor) => () =>
      changeProviderStatus(by(actor), { id, version, to: 'suspended', reason: '調査中' })
    return {
      calls: [stop(one), stop(other)],
      codes: ['done', 'provider.changed-meanwhile'],
      rows: { providers: 1 },
    }
  },
  'providers.changeStatus and the validity that it needs': async () => {
    const { id } = await world.addProvider({ channels: ['personal'] })
    const { version, ...registered } = world.registered(2)
    const business = { ...registered, channels: ['business' as const], serviceBusiness: '会計' }
    const policy = world.engine.settings.get('policy.business')
    await world.engine.settings.save('policy.business', { ...policy, validityDays: 90 }, 0)
    await changeProviderStatus(world.by(), { id, version, to: 'suspended', reason: 'x' })
    await updateProvider(world.by(), { id, version: version + 1, provider: business })
    const seen = world.engine.settings.get('policy.business')
    const value = { ...seen, validityDays: null }
    const to = { id, version: version + 2, to: 'active', reason: '' } as const
    return {
      calls: [
        () => saveSettings(world.by(), { key: 'policy.business', seen, value }),
        () => changeProviderStatus(world.by(), to),
      ],
      codes: ['done', 'provider.not-ready'],
      rows: { settings: 1 },
    }
  },
  'texts.save, of a new draft': async () => {
    const { body } = findText(world.engine, 'personal', 1)
    const save = (actor: Actor) => () =>
      saveDraft(by(actor), { kind: 'personal', draft: null, body, note: 'x' })
    return {
      calls: [save(one), save(other)],
      codes: ['done', 'text.changed-meanwhile'],
      rows: { textVersions: 1 },
    }
  },
  'texts.save and texts.approve of what was there before': async () => {
    const { number, seenAt, body } = await draft()
    const seen = { kind: 'terms' as const, number, seenAt }
    const from = isoDate(world.clock.now())
    return {
      calls: [
        () => saveDraft(by(one), { kind: 'terms', draft: { number, seenAt }, body, note: 'y' }),
        () => approveText(by(other), { ...seen, from }),
      ],
      codes: ['done', 'text.changed-meanwhile'],
      rows: { textVersions: 1 },
    }
  },
  'texts.approve and texts.discard': async () => {
    const number =
      world.engine.store.find('textVersions', { kind: 'terms', approvedAt: null })?.number ?? 0
    const { updatedAt: seenAt } = findText(world.engine, 'terms', number)
    const from = isoDate(world.clock.now())
    return {
      calls: [
        () => approveText(by(other), { kind: 'terms', number, seenAt, from }),
        () => discardDraft(by(one), { kind: 'terms', number, seenAt }),
      ],
      codes: ['done', 'text.approved-already'],
      rows: { textVersions: 1 },
    }
  },
  'retention.propose': async () => {
    const old = { at: 1, providerId: world.provider().id, endpoint: 'x', status: 200, result: 'ok' }
    await world.engine.store.write(() => world.engine.store.insert('accessRecords', old))
    return {
      calls: [one, other].map((actor) => () => proposeDeletion(by(actor), 'provisions')),
      codes: ['done', 'retention.already-asked'],
      rows: { retentionRuns: 1 },
    }
  },
  'retention.decide': async () => ({
    calls: [
      () => decideDeletion(by(other), { id: 1, approve: true }),
      () => decideDeletion(by(third), { id: 1, approve: false }),
    ],
    codes: ['done', 'request.already-checked'],
    rows: { retentionRuns: 1 },
  }),
  'requests.decide': async () => {
    const actId = await waiting(3)
    return {
      calls: [
        () => decideAct(by(other), { actId, approve: true, note: '' }),
        () => decideAct(by(third), { actId, approve: false, note: '' }),
      ],
      codes: ['done', 'request.already-checked'],
      outcomes: ['done', 'done'],
      rows: { requestActs: 1, requests: 1, grants: 1, grantHistory: 1, counters: 2 },
    }
  },
  'requests.close and requests.act': async () => {
    const grant = await world.permit({ customer: 4, provider: 1 })
    const id = await openAtCounter(world, one, 5)
    const revoke = () =>
      act(world, one, id, { kind: 'revoke', scope: { kind: 'grants', grantIds: [grant] } })
    return {
      calls: [() => closeRequest(by(one), { id, result: 'broken-off', reason: '切れた' }), revoke],
      codes: ['done', 'request.closed'],
      rows: { requests: 1 },
    }
  },
  'requests.open: each with a number of its own': async () => {
    const form = { providerId: null, requestChannel: 'phone', requester: 'self' } as const
    const open = (customerId: number) => () =>
      openRequest(by(one), { ...form, customerId, otherBranchReason: '' })
    return {
      calls: [open(6), open(7)],
      codes: ['done', 'done'],
      rows: { requests: 2 },
    }
  },
  'requests.printSlip: one of the two is a 再発行': async () => {
    const id = await openAtCounter(world, one, 8)
    const before: number[] = []
    const print = async () => {
      before.push(await countSlip(by(one), id))
      if (before.length === 2) expect(before.sort()).toEqual([0, 1])
    }
    return { calls: [print, print], codes: ['done', 'done'], rows: { requests: 1 } }
  },
  'staff.create': async () => {
    const form = { loginId: 'same', name: '同じID', role: 'clerk', branchCode: '011' } as const
    return {
      calls: [one, other].map((actor) => () => createStaff(by(actor), form)),
      codes: ['done', 'staff.login-id-taken'],
      rows: { staff: 1, staffEnrolments: 1, staffTies: 1 },
    }
  },
  'setup.run where somebody is already': async () => {
    const institution = world.engine.settings.get('institution')
    const admin = { loginId: 'late', name: '遅い人', role: 'hq-admin', branchCode: null } as const
    const run = () =>
      runSetup(world.by(), {
        institution,
        admin: { ...admin, password: 'たいせつなはじめの合言葉' },
      })
    return { calls: [run], codes: ['setup.already-done'], rows: {} }
  },
  'staff.changePassword, both with the old one': async () => {
    const { own, password } = await hired('twice')
    const change = (next: string) => () => changePassword(by(own), { token: '', password, next })
    return {
      calls: [change('ひとつめのあたらしい合言葉'), change('ふたつめのあたらしい合言葉')],
      codes: ['done', 'staff.wrong-credentials'],
      outcomes: ['done', 'refused'],
      rows: { staff: 1 },
    }
  },
  'staff.signIn with a password that is taken away while it is compared': async () => {
    const { id, own, password } = await hired('reset-one')
    return {
      calls: [
        () => reenrolStaff(by(one), { id }),
        () => staffSignIn(by(own), { loginId: 'reset-one', password, code: '' }),
      ],
      codes: ['done', 'staff.wrong-credentials'],
      outcomes: ['done', 'refused'],
      // A wrong entry is counted at its address and in all.
      rows: { staff: 1, staffEnrolments: 1, staffTies: 1, sourceFailures: 2 },
    }
  },
  'staff.update: the last two who manage accounts close each other’s': async () => {
    for (const { id } of [third]) {
      const form = { name: '三', role: 'clerk', branchCode: null, disabled: true } as const
      await updateStaff(by(one), { id: Number(id), ...form })
    }
    const close = (actor: Actor, whom: Actor) => () =>
      updateStaff(by(actor), {
        ...{
          id: Number(whom.id),
          name: whom.name,
          role: 'hq-admin',
          branchCode: '011',
          disabled: true,
        },
      })
    return {
      calls: [close(one, other), close(other, one)],
      codes: ['done', 'staff.last-admin'],
      rows: { staff: 1 },
    }
  },
  'views.save: the fiftieth': async () => {
    const view = { name: 'v', address: '/grants', shared: false }
    for (let i = 0; i < 49; i += 1) await saveView(by(one), view)
    return {
      calls: [() => saveView(by(one), view), () => saveView(by(one), view)],
      codes: ['done', 'view.too-many'],
      rows: { savedViews: 1 },
    }
  },
  'views.remove': async () => ({
    calls: [() => removeView(by(one), 1), () => removeView(by(one), 1)],
    codes: ['done', 'view.not-found'],
    rows: { savedViews: 1 },
  }),
}

it.each(Object.entries(pairs))('%s', async (_name, prepare) => {
  const { calls, codes, rows, outcomes = codes.filter((code) => code === 'done') } = await prepare()
  const found = await watched(world, ...calls)
  expect(found.codes).toEqual(codes)
  expect(found.rows).toEqual(rows)
  expect(found.left.map((entry) => entry.outcome)).toEqual(outcomes)
})
