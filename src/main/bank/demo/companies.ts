import { randomBytes } from 'node:crypto'
import { type Store, sql } from '#db'
import { isoDate } from '#shared/japanese-date'
import { reversed } from '#shared/search-key'
import { putSearchWords, searchColumns } from '../search/columns.ts'
import type { Passwords } from '../secrets.ts'
import { demoBalances, demoTransactions } from './generate.ts'

interface CompanyAccount {
  branchCode: string
  accountTypeCode: '1' | '2' | '4' | '9'
  accountNumber: string
  memo: string
  /**
   * State of the 照会用暗証番号: registered for inquiries; known to the union but not registered (B3 offers it); never given to the
   * union.
   */
  inquiryPin: 'registered' | 'missing' | 'not-on-file'
}

export interface CompanyUser {
  name: string
  kana: string
  loginId: string
  password: string
  mayConsent: boolean
}

/** A company of the demo; all of its accounts have one 照会用暗証番号, so that it can be remembered. */
export interface DemoCompany {
  id: number
  company: string
  kana: string
  /** 設立年月日. */
  birthDate: string
  phone: string
  address: string
  branchCode: string
  inquiryPin: string
  consentBy: 'any' | 'named'
  users: CompanyUser[]
  accounts: CompanyAccount[]
}

const user = (name: string, kana: string, loginId: string, mayConsent = true): CompanyUser => ({
  ...{ name, kana },
  loginId,
  password: `renkei-demo-${loginId}`,
  mayConsent,
})

/** Invented. The memo of the first account is the 20-character sample of the business notice. */
const companies: Omit<DemoCompany, 'id'>[] = [
  {
    company: '株式会社北緯四十度製菓',
    kana: 'カブシキガイシャホクイヨンジュウドセイカ',
    birthDate: '1989-04-01',
    phone: '018-023-1040',
    address: '秋田県秋田市中通5丁目40番1号',
    branchCode: '011',
    inquiryPin: '4081',
    consentBy: 'any',
    users: [
      user('渡部 真理', 'ワタナベ マリ', 'hokui-keiri'),
      user('進藤 大輔', 'シンドウ ダイスケ', 'hokui-shacho'),
    ],
    accounts: [
      {
        branchCode: '011',
        accountTypeCode: '1',
        accountNumber: '9000011',
        memo: '口座メモ5678901234567890',
        inquiryPin: 'registered',
      },
      {
        branchCode: '011',
        accountTypeCode: '2',
        accountNumber: '9000012',
        memo: '仕入れ用',
        inquiryPin: 'missing',
      },
      {
        branchCode: '031',
        accountTypeCode: '1',
        accountNumber: '9000013',
        memo: '',
        inquiryPin: 'missing',
      },
    ],
  },
  {
    company: '有限会社米代川水産',
    kana: 'ユウゲンガイシャヨネシロガワスイサン',
    birthDate: '1976-10-05',
    phone: '0185-02-1976',
    address: '秋田県能代市柳町3丁目7番2号',
    branchCode: '005',
    inquiryPin: '2763',
    consentBy: 'named',
    users: [
      user('石井 久美', 'イシイ クミ', 'yoneshiro-keiri'),
      user('畠山 学', 'ハタケヤマ マナブ', 'yoneshiro-hanbai', false),
    ],
    accounts: [
      {
        branchCode: '005',
        accountTypeCode: '1',
        accountNumber: '9000021',
        memo: '売上金',
        inquiryPin: 'registered',
      },
      {
        branchCode: '005',
        accountTypeCode: '4',
        accountNumber: '9000022',
        memo: '納税準備',
        inquiryPin: 'registered',
      },
    ],
  },
  {
    company: '合同会社花輪木工',
    kana: 'ゴウドウガイシャハナワモッコウ',
    birthDate: '2018-06-11',
    phone: '0186-02-2018',
    address: '秋田県鹿角市花輪字下花輪1番地',
    branchCode: '021',
    inquiryPin: '5950',
    consentBy: 'any',
    users: [user('児玉 翔', 'コダマ ショウ', 'hanawa')],
    accounts: [
      {
        branchCode: '021',
        accountTypeCode: '1',
        accountNumber: '9000031',
        memo: '',
        inquiryPin: 'missing',
      },
      {
        branchCode: '021',
        accountTypeCode: '2',
        accountNumber: '9000032',
        memo: '手形用',
        inquiryPin: 'not-on-file',
      },
      {
        branchCode: '021',
        accountTypeCode: '9',
        accountNumber: '9000033',
        memo: '定期積金',
        inquiryPin: 'not-on-file',
      },
    ],
  },
]

/** Adds the demo's companies after the persons that exist already. */
export async function loadDemoCompanies(
  store: Store,
  passwords: Passwords,
  nowMs: number,
): Promise<DemoCompany[]> {
  const last = (table: 'customers' | 'accounts'): number =>
    store.read(sql.selectFrom(table).select((e) => e.fn.max<number>('id').as('id')))[0]?.id ?? 0
  const firstId = last('customers') + 1
  let accountId = last('accounts')
  const hashed = await Promise.all(
    companies.map(async (company) => ({
      company,
      pin: await passwords.hash('customers', company.inquiryPin),
      passwords: await Promise.all(
        company.users.map(({ password }) => passwords.hash('customers', password)),
      ),
    })),
  )
  store.bulk(() => {
    for (const [index, { company, pin, passwords: hashes }] of hashed.entries()) {
      const id = firstId + index
      const keys = searchColumns({ ...company, name: company.company })
      const { kana, birthDate, address, phone, branchCode, consentBy } = company
      store.insert('customers', {
        ...{ kana, birthDate, address, phone, branchCode, consentBy },
        ...keys,
        id,
        name: company.company,
        channel: 'business',
        customerNumber: String(id).padStart(7, '0'),
      })
      company.users.forEach((member, i) => {
        store.insert('logins', {
          customerId: id,
          loginId: member.loginId,
          userName: member.name,
          userKana: member.kana,
          passwordHash: hashes[i] ?? randomBytes(16).toString('hex'),
          mayConsent: member.mayConsent ? 1 : 0,
        })
      })
      putSearchWords(store, id)
      for (const [i, account] of company.accounts.entries()) {
        accountId += 1
        const { rows, balance } = demoTransactions(accountId, 60, nowMs)
        store.insert('accounts', {
          id: accountId,
          customerId: id,
          branchCode: account.branchCode,
          typeCode: account.accountTypeCode,
          number: account.accountNumber,
          numberReversed: reversed(account.accountNumber),
          primaryAccount: i === 0 ? 1 : 0,
          ...demoBalances(rows, balance, nowMs),
          openedOn: isoDate(Date.UTC(2010 + i, 3, 1)),
          memo: account.memo,
          inquiryPinHash: account.inquiryPin === 'not-on-file' ? null : pin,
          inquiryPinSince: account.inquiryPin === 'registered' ? nowMs : null,
        })
        for (const row of rows)
          store.insert('transactions', { accountId, valueDate: row.date, ...row })
      }
    }
  })
  return companies.map((company, index) => ({ ...company, id: firstId + index }))
}
