import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PermitView, renderConsent } from '#consent-screens'
import { sql } from '#db'
import { evidenceOf } from '#engine'
import type { Channel } from '#shared/grant'
import { dayMs } from '#shared/japanese-date'
import { FormCustomer } from '../support/form-customer.ts'
import { pushRequest } from '../support/protocol.ts'
import { changed, World } from '../support/world.ts'

/** What is permitted is what was shown: whatever a permission page says × the requests between which it changes. */
let world: World
let issuer: string
beforeAll(async () => {
  world = await World.open({ business: true, providers: [{ channels: ['personal', 'business'] }] })
  issuer = await world.listen()
})
afterAll(() => world.close())

const firm = () => {
  const found = world.companies[1]
  if (!found) throw new RangeError('no company')
  return found
}
async function toPermit(channel: Channel): Promise<FormCustomer> {
  await sqlOnce('UPDATE accounts SET inquiryPinSince = 1 WHERE inquiryPinHash IS NOT NULL')
  const customer = new FormCustomer()
  await customer.follow((await pushRequest(issuer, world.provider(), { channel })).url)
  const login = channel === 'personal' ? world.customer : firm().users[0]
  await customer.submit('sign-in', {
    loginId: login?.loginId ?? '',
    password: login?.password ?? '',
  })
  if (channel === 'personal')
    await customer.submit('user-number', { digit: customer.digits(world.customer.userNumber) })
  expect(customer.last.text).toContain('>許可</button>')
  return customer
}
const press = (customer: FormCustomer, shown = customer.shown) =>
  customer.request(customer.action('permit'), { csrf: customer.csrf, shown, tick: 'yes' })
const resume = (customer: FormCustomer, location: string | null) =>
  customer.follow(new URL(location ?? '', issuer).href)
const sqlOnce = async (text: string): Promise<void> => {
  world.engine.store.bulk((db) => void db.exec(text))
  world.engine.authority.changed()
}
const grants = () => world.engine.store.read(sql.selectFrom('grants').selectAll().orderBy('id'))

/** The page as it was sent, without what differs each time for technical reasons, and the frame that counts the time. */
const asKept = (page: string) =>
  page
    .replaceAll(/\/consent\/[\w-]{20,}/g, '')
    .replaceAll(/(name="csrf" value=")[^"]*/g, '$1')
    .replaceAll(/<input type="hidden" name="shown"[^>]*>\n/g, '')
    .replaceAll(/<iframe class="time"[^>]*><\/iframe>/g, '')
/** The newest grant holds the accounts on the page, and its evidence is that page's bytes. */
function expectGrantOf(page: string): void {
  const grant = grants().at(-1)
  const held = world.engine.store.read(
    sql
      .selectFrom('grantAccounts')
      .innerJoin('accounts', 'accounts.id', 'accountId')
      .select('accounts.number')
      .where('grantId', '=', grant?.id ?? 0)
      .orderBy('accounts.number'),
  )
  const listed = /<ul class="accounts">(?:(?!<ul).)*?<\/ul><p class="hint">/s.exec(page)?.[0] ?? ''
  const numbers = [...listed.matchAll(/ (\d{7})/g)].map(([, number]) => number)
  expect(held.map(({ number }) => number)).toEqual(numbers.sort())
  const kept = evidenceOf(world.engine, grant?.id ?? 0, (view) => renderConsent(view as PermitView))
  expect([kept.again?.same, kept.again?.page]).toEqual([true, asKept(page)])
}

let serial = 0
const changes: {
  name: string
  channel?: Channel
  make: () => unknown
  said: string
}[] = [
  {
    name: 'an account is opened',
    make: () =>
      sqlOnce(
        `INSERT INTO accounts (customerId, branchCode, typeCode, number, numberReversed, primaryAccount, openedOn)
         VALUES (1, '011', '1', '777777${++serial}', '${serial}777777', 0, '2026-01-01')`,
      ),
    said: '対象の口座が変わりました。',
  },
  {
    name: 'one of its accounts is closed',
    make: () =>
      sqlOnce(
        `UPDATE accounts SET closedOn = '2026-01-02' WHERE id = (SELECT max(id) FROM accounts WHERE customerId = 1 AND closedOn IS NULL)`,
      ),
    said: '対象の口座が変わりました。',
  },
  {
    name: 'a 照会用暗証番号 is no longer registered',
    channel: 'business',
    make: () =>
      sqlOnce(
        `UPDATE accounts SET inquiryPinSince = NULL WHERE id = (SELECT max(id) FROM accounts WHERE customerId = ${firm().id} AND inquiryPinSince IS NOT NULL)`,
      ),
    said: '対象の口座が変わりました。',
  },
  {
    name: 'the provider is renamed',
    make: () => sqlOnce(`UPDATE providers SET name = '新しい名前${++serial}'`),
    said: '連携先の名称・サービス名が変わりました。',
  },
  {
    name: 'links last shorter',
    make: () => {
      const { settings } = world.engine
      const policy = settings.get('policy.personal')
      const validityDays = 80 - ++serial
      return settings.save('policy.personal', { ...policy, validityDays }, 0)
    },
    said: '期間が変わりました。',
  },
  {
    name: 'midnight passes',
    make: () => {
      world.clock.offset += dayMs
    },
    said: '期間が変わりました。',
  },
  {
    name: 'new texts take effect',
    make: () => world.publish('personal', { 'permit.to': `終了日${++serial}` }),
    said: '説明文または利用規定が変わりました。',
  },
  {
    name: 'the union’s telephone number changes',
    make: () => {
      const { settings } = world.engine
      const institution = settings.get('institution')
      return settings.save(
        'institution',
        { ...institution, phone: `018-000-${1000 + ++serial}` },
        0,
      )
    },
    said: '説明文または利用規定が変わりました。',
  },
  {
    name: 'the same link is permitted elsewhere',
    make: async () => {
      const elsewhere = await toPermit('personal')
      await elsewhere.submit('permit')
    },
    said: '前回の許可との違いが変わりました。',
  },
]

describe.each(changes)('$name', ({ channel = 'personal', make, said }) => {
  it.each(['before the press', 'between the press and the redirect'] as const)(
    '%s: nothing is permitted, the page is there again and says so, and gives what it shows',
    async (when) => {
      const late = when === 'between the press and the redirect'
      const customer = await toPermit(channel)
      let pressed = late ? await press(customer) : undefined
      await make()
      const before = world.rows()
      pressed ??= await press(customer)
      const answer = await resume(customer, pressed.location)
      expect([answer.status, answer.location]).toEqual([200, null])
      const items = /<ul>(.*?)<\/ul>/s.exec(answer.text)?.[1]
      expect(answer.text).toContain('画面を開いたあとに、内容が変わりました')
      expect(items).toContain(said)
      expect(changed(before, world.rows())).toEqual(late ? { auditEntries: 1 } : {})
      const again = await resume(customer, (await press(customer)).location)
      expect(again.location).toContain('code=')
      expectGrantOf(answer.text)
    },
  )
})

it('a page that is not the last of its walk permits nothing, even when what it says is true again', async () => {
  const customer = await toPermit('personal')
  const first = customer.shown
  await sqlOnce(`UPDATE providers SET servicePersonal = '別のサービス'`)
  await customer.request(customer.url)
  await sqlOnce(`UPDATE providers SET servicePersonal = '家計簿0'`)
  const before = world.rows()
  for (const shown of [first, '', 'x'.repeat(43)]) {
    const answer = await resume(customer, (await press(customer, shown)).location)
    expect(answer.text).toContain('画面を開いたあとに、内容が変わりました')
    await sqlOnce(`UPDATE providers SET servicePersonal = '別のサービス'`)
    await customer.request(customer.url)
    await sqlOnce(`UPDATE providers SET servicePersonal = '家計簿0'`)
  }
  expect(changed(before, world.rows())).toEqual({})
  await customer.request(customer.url)
  expect(customer.shown).toBe(first)
  const sent = customer.last.text
  expect((await resume(customer, (await press(customer)).location)).location).toContain('code=')
  expectGrantOf(sent)
})

it('an older page of the walk, pressed in another tab, is told so although the newest page has not changed', async () => {
  const customer = await toPermit('personal')
  const older = customer.shown
  await sqlOnce(`UPDATE providers SET servicePersonal = '別のサービス'`)
  await customer.request(customer.url)
  await customer.request(customer.url)
  expect(customer.last.text).not.toContain('内容が変わりました')
  const before = world.rows()
  const answer = await resume(customer, (await press(customer, older)).location)
  expect(answer.text).toContain('画面を開いたあとに、内容が変わりました')
  expect(answer.text).not.toMatch(/<li>[^<]*変わりました。<\/li>/)
  expect(changed(before, world.rows())).toEqual({})
  await sqlOnce(`UPDATE providers SET servicePersonal = '家計簿0'`)
})

it('a reload says nothing of changes when there were none', async () => {
  const customer = await toPermit('personal')
  await customer.request(customer.url)
  expect(customer.last.text).not.toContain('内容が変わりました')
  const sent = customer.last.text
  expect((await resume(customer, (await press(customer)).location)).location).toContain('code=')
  expectGrantOf(sent)
})
