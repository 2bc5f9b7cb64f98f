import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRedirectUri, ProviderInput, unregisteredPart } from '#shared/provider'
import { providerTransitions } from '#shared/provider-status'
import { Registers } from '#shared/settings'

describe('registration numbers (R1)', () => {
  const lists = Registers.parse({})
  const number = (registrationNumber: string) =>
    ProviderInput.shape.registrationNumber.safeParse(registrationNumber)
  it.each([
    ['関東財務局長(電代)第 77 号', '関東財務局長（電代）第77号'],
    ['関東財務局長（電代）第７７号', '関東財務局長（電代）第77号'],
    ['福岡財務支局長（電代）第3号', '福岡財務支局長（電代）第3号'],
    ['沖縄総合事務局長(電代)第1号', '沖縄総合事務局長（電代）第1号'],
  ])('reads %s', (typed, stored) => {
    expect(number(typed).data).toBe(stored)
    expect(unregisteredPart(lists, stored)).toBeUndefined()
  })

  it.each([
    '関東財務局長（電代）第77',
    '関東財務局長（電代）第0号',
    '関東財務局長電代第7号',
    '関東財務局長（）第7号',
    '（電代）第7号',
  ])('refuses %s', (typed) => expect(number(typed).success).toBe(false))

  it.each([
    ['関東財務局長（金商）第77号', 'kind', '金商'],
    ['火星財務局長（電代）第7号', 'office', '火星財務局長'],
    ['関東財務局長（信組電代）第7号', 'kind', '信組電代'],
  ])('has the form of one, and what no list as shipped has is told: %s', (typed, part, value) =>
    expect(unregisteredPart(lists, number(typed).data ?? '')).toEqual({ part, value }),
  )

  it('the lists are those of the law, and take what an administrator adds, however it is typed (R2)', () => {
    expect(lists.offices).toHaveLength(11)
    const more = Registers.parse({
      offices: [...lists.offices, ' 火星 財務局長 ', '火星財務局長'],
      kinds: ['電代', '信組電代'],
    })
    expect(more.offices).toEqual([...lists.offices, '火星財務局長'])
    expect(unregisteredPart(more, '火星財務局長（信組電代）第7号')).toBeUndefined()
    for (const kinds of [[], ['（電代）'], ['電代第'], ['']])
      expect([kinds, Registers.safeParse({ ...lists, kinds }).success]).toEqual([kinds, false])
  })
})

describe('redirect URIs (RFC 6749 §3.1.2, FAPI 2.0 §5.3.2.2)', () => {
  it.each([
    'https://a.example/cb',
    'https://a.example/cb?x=1',
    'http://127.0.0.1:5000/cb',
    'http://localhost/cb',
  ])('accepts %s', (uri) => expect(isRedirectUri(uri)).toBe(true))
  it.each([
    'http://a.example/cb',
    'https://a.example/cb#x',
    'https://u:p@a.example/',
    'javascript:alert(1)',
    'https://*.example/',
    'cb',
    '',
  ])('refuses %s', (uri) => expect(isRedirectUri(uri)).toBe(false))
  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof isRedirectUri(text) === 'boolean'))
  })
})

const valid = {
  name: '株式会社試験',
  kana: 'シケン',
  servicePersonal: '家計簿',
  serviceBusiness: '',
  registrationNumber: '',
  contact: '',
  channels: ['personal'],
  scopes: ['accounts'],
  redirectUris: ['https://a.example/cb'],
  jwks: { keys: [{ kty: 'EC', kid: '1', crv: 'P-256', x: 'x', y: 'y' }] },
  jwksUri: '',
  signingAlgorithm: 'ES256',
  dpop: true,
}

describe('ProviderInput', () => {
  it('accepts a whole registration', () =>
    expect(ProviderInput.safeParse(valid).success).toBe(true))
  it.each([
    ['a private key', { jwks: { keys: [{ kty: 'EC', kid: '1', d: 'secret' }] } }, 'private-key'],
    [
      'a short RSA key',
      { jwks: { keys: [{ kty: 'RSA', kid: '1', n: 'short', e: 'AQAB' }] } },
      'rsa-too-short',
    ],
    [
      'two keys of one kid',
      {
        jwks: {
          keys: [
            { kty: 'EC', crv: 'P-256', kid: '1' },
            { kty: 'EC', crv: 'P-256', kid: '1' },
          ],
        },
      },
      'kid-not-unique',
    ],
    ['keys of another kind', { signingAlgorithm: 'PS256' }, 'no-key-for-algorithm'],
    [
      'a key of another curve',
      { jwks: { keys: [{ kty: 'EC', crv: 'P-384', kid: '1' }] } },
      'no-key-for-algorithm',
    ],
    ['keys from two sources', { jwksUri: 'https://a.example/jwks' }, 'keys-one-source'],
    ['no keys at all', { jwks: null }, 'keys-one-source'],
    ['a channel without its service name', { channels: ['personal', 'business'] }, 'service-name'],
    ['a bad redirect URI', { redirectUris: ['http://a.example/'] }, 'redirect-uri'],
  ])('refuses %s', (_name, change, message) => {
    const parsed = ProviderInput.safeParse({ ...valid, ...change })
    expect(parsed.error?.issues.map((issue) => issue.message)).toContain(message)
  })
})

it('has R11’s transitions and no others', () => {
  const pairs = Object.entries(providerTransitions).flatMap(([from, to]) =>
    to.map((one) => `${from}→${one}`),
  )
  expect(pairs.sort()).toEqual(
    [
      'active→ended',
      'active→restricted',
      'active→suspended',
      'approval→active',
      'approval→draft',
      'approval→ended',
      'draft→ended',
      'draft→review',
      'restricted→active',
      'restricted→ended',
      'restricted→suspended',
      'review→approval',
      'review→draft',
      'review→ended',
      'suspended→active',
      'suspended→ended',
      'suspended→restricted',
    ].sort(),
  )
})
