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
  language: 'ja',
  otherLanguage: '',
  institution: {
    code: '2075',
    name: '試験信用組合',
    phone: '018-000-0000',
    phoneHours: '平日 9:00〜17:00',
  },
  texts,
  termsNumber: 1,
  provider: {
    name: '試験<業者>',
    service: '家計簿',
    registrationNumber: '関東財務局長（電代）第77号',
    site: 'https://provider.example/?a=1&b=2',
    privacyPolicy: '',
    purpose: '収支の記録',
  },
  progress: { step: 3, fewest: 3, most: 3 },
  base: '',
  csrf: '',
  scopes: ['accounts', 'balances', 'transactions'],
  services: channel === 'business' ? ['transaction-inquiry', 'balance-inquiry'] : [],
  accounts: [
    { branchName: '本店', branchCode: '011', type: '普通', number: '1234567', added: true },
    { branchName: '大館', branchCode: '031', type: '当座', number: '7654321', added: false },
  ],
  leftOut: [
    { branchName: '本店', branchCode: '011', type: 'その他', number: '1111111', reason: 'type' },
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
  ['personal', 'b22eadb458c8c4f45839c49f84d09974ccf5e7b603854f6b38cd813b705c0202'],
  ['business', '53e437565e1c0f3c3315119247ffffd21a12743004b809d67aef484f83bbc6ca'],
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
