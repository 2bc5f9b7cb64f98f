import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { candidateQueries, customerQueries, spoken } from '#bank'
import {
  auditAboutQuery,
  auditQuery,
  customerListQuery,
  grantListQuery,
  providerContactsQuery,
  providerSearchQuery,
  requestListQuery,
} from '#engine'
import { requestViews } from '#shared/contract/requests'
import { GrantListStatus, grantOrders } from '#shared/list'
import { World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await World.open({ customers: 3_000 })
})
afterAll(() => world.close())

const first = (text: string): string[] =>
  world.engine.bank.search(text, 5).hits.map((hit) => hit.customerNumber)

describe('finding a customer as people speak (U1)', () => {
  // The three named persons have the customer numbers 0000001 (鈴木 一郎), 0000002 (髙橋 優子), 0000003 (佐々木 健太).
  it.each([
    ['half-width kana with a space', 'ｽｽﾞｷ ｲﾁﾛｳ', '0000001'],
    ['full-width kana', 'スズキイチロウ', '0000001'],
    ['hiragana', 'すずき いちろう', '0000001'],
    ['kanji', '鈴木一郎', '0000001'],
    ['kanji with a wide space', '鈴木　一郎', '0000001'],
    ['an exact phone', '090-0123-4567', '0000001'],
    ['a phone in full width', '０９０－０１２３－４５６７', '0000001'],
    ['an international phone', '+81 90 0123 4567', '0000001'],
    ['the customer number', '0000001', '0000001'],
    ['the customer number short', '1', '0000001'],
    ['the variant of a kanji', '髙橋優子', '0000002'],
    ['the plain kanji for a variant', '高橋優子', '0000002'],
    ['the customer number in full width', '０００００３', '0000003'],
  ])('%s: %s', (_name, text, customerNumber) => {
    expect(first(text)).toContain(customerNumber)
  })

  it('finds by a part in the middle of a name and by a single character', () => {
    expect(world.engine.bank.search('橋優', 20).hits.some((hit) => hit.name === '髙橋 優子')).toBe(
      true,
    )
    const one = world.engine.bank.search('森', 20).hits
    expect(one.length).toBeGreaterThan(0)
    expect(one.every((hit) => hit.name.includes('森'))).toBe(true)
  })

  it('finds by branch and account, by account alone and by its last digits', () => {
    const account = world.customer.accounts[0]
    if (!account) throw new Error('no account')
    for (const text of [
      `${account.branchCode} ${account.accountNumber}`,
      `${account.branchCode}-${account.accountNumber}`,
      account.accountNumber,
      account.accountNumber.slice(-5),
    ])
      expect(
        world.engine.bank.search(text, 40).hits.map((hit) => hit.customerNumber),
        text,
      ).toContain('0000001')
  })

  it.each([
    '',
    '   ',
    '%',
    '"',
    "'; DROP TABLE customers; --",
    '\u0000',
    '😀',
    '*',
    'OR 1=1',
    '（',
    'ー'.repeat(100),
  ])('is not upset by %j', (text) => {
    expect(Array.isArray(world.engine.bank.search(text, 5).hits)).toBe(true)
  })
})

describe('no list or search scans a whole table (R72)', () => {
  const texts = [
    'スズキ',
    '鈴',
    '木',
    '09001234567',
    '4567',
    '0000001',
    '011 1000002',
    '0111000002',
    'suzuki',
    '本店 1000002',
    'S50.4.12',
    '19750412',
  ]
  const plans: [string, { compile(): unknown }][] = [
    ...texts.flatMap((text) =>
      customerQueries(text, 20).map((query, i): [string, { compile(): unknown }] => [
        `${text} #${i + 1}`,
        query,
      ]),
    ),
    ...[
      'わたなべいちろう 大館駅前',
      '石川陽太 S21.5.20',
      'すずきいちろ 御成町',
      '石川陽太 4388',
      '法人 花輪もっこう',
      '佐藤 1940年代生',
      'suzuki odate',
    ].flatMap((text) =>
      [false, true].flatMap((roughly) => {
        const { criteria } = spoken(
          text,
          [{ code: '031', name: '大館', kana: 'オオダテ' }],
          'parts',
        )
        return candidateQueries(criteria, 'parts', roughly).map(
          (query, i): [string, { compile(): unknown }] => [`${text} ${roughly} #${i + 1}`, query],
        )
      }),
    ),
    ...GrantListStatus.options.flatMap((status) =>
      [null, 1].flatMap((providerId) =>
        [null, ...grantOrders({ status, providerId })].flatMap((by) =>
          [false, true].flatMap((desc) =>
            [null, { key: 1_000, id: 1_000 }].map((after): [string, { compile(): unknown }] => [
              `grants ${status} of ${providerId} by ${by} ${desc} after ${after?.id}`,
              grantListQuery(
                { status, providerId, order: by && { by, desc }, after, limit: 200 },
                Date.now(),
              ),
            ]),
          ),
        ),
      ),
    ),
    ...[null, '011'].flatMap((branchCode) =>
      [null, { key: 'サ', id: 1 }].map((after): [string, { compile(): unknown }] => [
        `customers ${branchCode} ${after?.key}`,
        customerListQuery({ branchCode, after, limit: 200 }),
      ]),
    ),
    [
      'customers without 合言葉',
      customerListQuery({ branchCode: null, without: 'questions', after: null, limit: 200 }),
    ],
    ...requestViews.map((view): [string, { compile(): unknown }] => [
      `requests ${view}`,
      requestListQuery({ view, branchCode: null, after: 1_000, limit: 200 }, Date.now()),
    ]),
    ['one record’s entries', auditAboutQuery('request', 1)],
    [
      'audit',
      auditQuery(
        {
          actorKind: 'staff',
          outcome: 'done',
          action: '',
          text: 'x',
          before: 1_000,
          limit: 200,
        },
        1_000,
      ),
    ],
  ]
  it.each(plans)('%s', (_name, query) => {
    const plan = world.engine.store.plan(query as never)
    // A table walked in the order of its key with a LIMIT is no scan for a result; a virtual table says so by its index.
    const scans = plan.filter((line) =>
      /^SCAN (?!customerGrams VIRTUAL TABLE INDEX|grants$|requests$|customers USING INDEX customers(ByKana|LackingQuestions)$|w$|grants USING (COVERING )?INDEX grantsBy(Permission|Use|End)$|requestActs USING INDEX requestActsUnchecked$|at$)/.test(
        line,
      ),
    )
    expect(scans).toEqual([])
    expect(plan.join('\n')).not.toMatch(/USE TEMP B-TREE FOR ORDER BY/)
  })

  it('the provider register, which stays small, is the one table read whole', () => {
    const plan = world.engine.store.plan(providerSearchQuery() as never)
    expect(plan.filter((line) => line.startsWith('SCAN'))).toHaveLength(1)
    expect(plan.join()).toMatch(/SCAN (providers|names)/)
    const contacts = world.engine.store.plan(providerContactsQuery() as never)
    expect(contacts.filter((line) => line.startsWith('SCAN'))).toEqual([
      expect.stringMatching(/^SCAN providers/),
    ])
  })
})
