import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { type PermitView, renderConsent } from '#consent-screens'
import type { Channel } from '#shared/grant'

/**
 * Grants prove what their customer saw by rendering the permission page again from its view and the texts of its version (R83).
 * A template that makes other bytes of the same view would turn every older proof false, so its bytes are held here, with texts
 * that are not the shipped ones (those may change: they have versions).
 * When this fails: keep the template that is released and let views from now on name the new one.
 */
const texts = new Proxy<Record<string, string>>(
  {},
  { get: (_target, key) => (key === 'permit.details' ? 'shown' : `［${String(key)}］{button}`) },
)

const view = (channel: Channel): PermitView => ({
  screen: 'permit',
  channel,
  institution: {
    code: '2075',
    name: '試験信用組合',
    phone: '018-000-0000',
    phoneHours: '平日 9:00〜17:00',
  },
  texts,
  termsNumber: 1,
  provider: { name: '試験<業者>', service: '家計簿' },
  base: '',
  csrf: '',
  scopes: ['accounts', 'balances', 'transactions'],
  services: channel === 'business' ? ['transaction-inquiry', 'balance-inquiry'] : [],
  accounts: [
    { branchName: '本店', branchCode: '011', type: '普通', number: '1234567', added: true },
    { branchName: '大館', branchCode: '031', type: '当座', number: '7654321', added: false },
  ],
  from: Date.UTC(2026, 10, 20, 3),
  to: Date.UTC(2027, 1, 18, 3),
  days: 90,
  renewal: {
    grantedAt: Date.UTC(2026, 8, 1),
    expiresAt: Date.UTC(2026, 10, 30),
    addedScopes: ['transactions'],
    removedScopes: [],
    removedAccounts: [{ branchName: '本店', branchCode: '011', type: '貯蓄', number: '1' }],
  },
  wrong: false,
})

it.each([
  ['personal', '1f4286f93ebc94e4984a10c79589301abd70e0e66b7fa215cab31a733222e6f5'],
  ['business', '6780252a746b3a8394b27890ef1e171a9885ec65bd41ed6c15aafa4e52637dc4'],
] as const)(
  'the permission page of the %s channel is made of the same bytes as when it was released',
  (channel, hash) => {
    expect(
      createHash('sha256')
        .update(renderConsent(view(channel)))
        .digest('hex'),
    ).toBe(hash)
  },
)
