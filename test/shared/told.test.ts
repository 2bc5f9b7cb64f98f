import { expect, it } from 'vitest'
import type { StaffRequest } from '#shared/contract/requests'
import { mayBeTold } from '#shared/told'

const at = Date.UTC(2026, 10, 20, 3)
const target = (outcome: string, providerName = '甲') => ({ outcome, providerName })
const act = (change: object = {}) => ({
  ...{ state: 'done', result: 'ended', approval: 'none', executedAt: at },
  ...{ targets: [target('ended'), target('already', '乙'), target('ended')] },
  ...change,
})
const request = (change: object = {}, acts: object[] = [act()]) =>
  ({
    ...{ requestChannel: 'phone', requester: 'self', customer: { channel: 'personal' } },
    ...{ acts, ...change },
  }) as unknown as StaffRequest
const told = (change?: object, acts?: object[], now = at + 60_000) =>
  mayBeTold(request(change, acts), now)
const held = { kind: 'emergency', result: 'held', approval: 'after', targets: [target('held')] }

it('who called or came is told what ended and with whom, or that it was held without a name', () => {
  const ended = { result: 'ended', providers: ['甲'], at }
  expect(told()).toEqual(ended)
  expect(told({ requestChannel: 'branch' })).toEqual(ended)
  expect(told({}, [act(), act({ state: 'refused', targets: null })])).toEqual(ended)
  expect(told({}, [act(held)])).toEqual({ result: 'held', at })
  // However many there are, each provider once.
  const many = Array.from({ length: 12 }, (_, i) => target('ended', `業者${i % 8}`))
  const names = Array.from({ length: 8 }, (_, i) => `業者${i}`)
  expect(told({}, [act({ targets: many })])).toEqual({ ...ended, providers: names })
  // Of several acts the newest is told.
  const stopped = act({ ...held, executedAt: at - 60_000 })
  expect(told({}, [stopped, act()])).toEqual(ended)
})

it.each<[string, object, object[]?, number?]>([
  ['of a letter', { requestChannel: 'letter' }],
  ['where nobody asked', { requestChannel: 'institution', requester: 'institution' }],
  ['of a provider’s notice', { requestChannel: 'provider-notice', requester: 'provider' }],
  ['about a provider', { customer: null }],
  ['of an act after its 検印, made when the call was over', {}, [act({ approval: 'before' })]],
  ['of an account that was taken out of a link', {}, [act({ targets: [target('narrowed')] })]],
  ['of links of which one lives on', {}, [act({ targets: [target('ended'), target('narrowed')] })]],
  ['before who asks is known', {}, [act({ ...held, targets: null })]],
  ['of what had ended already', {}, [act({ result: 'nothing', targets: [target('already')] })]],
  ['of links that go on', {}, [act({ result: 'resumed', targets: [target('resumed')] })]],
  ['of an act that still waits', {}, [act({ state: 'pending', executedAt: null })]],
  ['on another day', {}, [act()], at + 13 * 3_600_000],
])('nothing is proposed %s', (_, change, acts, now) => {
  expect(told(change, acts, now)).toBeNull()
})
