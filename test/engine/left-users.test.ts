import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  type Actor,
  compareAnswers,
  decideAct,
  describeRequest,
  lockedLogins,
  openRequest,
  permittedBy,
  reachOf,
  requestView,
  setConsent,
  slipOf,
} from '#engine'
import { dayMs, isoDate } from '#shared/japanese-date'
import { slipPdf } from '../../src/main/paper/slip-pdf.ts'
import { type Cells, csv, importer, secondWord, takeFile } from '../support/import-file.ts'
import { pdfText } from '../support/pdf-text.ts'
import { act, linkOfCompany, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

/** A user of a company who has left it, as the file of 利用者 says (decision 0051): out of everything that a user may, and no link ends by it. */
let world: World
let clerk: Actor
beforeEach(async () => {
  world = await World.open({ business: true })
  clerk = (await world.staff('clerk')).actor
})
afterEach(() => world.close())

const today = () => isoDate(world.clock.now())
const tomorrow = () => isoDate(world.clock.now() + dayMs)
const company = () => world.companies[0]?.id ?? 0
const users = () => world.engine.bank.users(company())
/** The company's users as a file has them, one of them with other cells. */
const file = (which: number, cells: Cells, rows = users()): Buffer => {
  const text = csv(
    'users',
    rows.map(({ userName, loginId }, i) => ({
      ...{ 顧客番号: String(company()), 利用者名: userName, ログインID: loginId },
      ...(i === which && cells),
    })),
  ).toString()
  return Buffer.from('利用終了日' in cells ? text : text.replaceAll(/,[^,\r]*(?=\r)/g, ''))
}
const take = (which: number, cells: Cells) => takeFile(world, file(which, cells), { kind: 'users' })
const left = () => users().map(({ hasLeft }) => hasLeft)
const found = (text: string) =>
  world.engine.bank.search(text, 5).hits.some(({ id }) => id === company())
/** Whether a caller who says this is known as the company's contact. */
const contact = async (said: string) => {
  const asked = { requestChannel: 'phone', requester: 'company-contact' } as const
  const id = await openRequest(world.by(clerk), {
    ...{ customerId: company(), providerId: null, otherBranchReason: '', ...asked },
  })
  await compareAnswers(world.by(clerk), { id, answers: [{ item: 'contact', said }] })
  return world.engine.store.find('identityChecks', { requestId: id })?.result
}

it('is counted before the file is taken; a file without the column, or without a row, leaves everybody', async () => {
  const counts = async (which: number, cells: Cells, rows = users()) =>
    (await takeFile(world, file(which, cells, rows), { kind: 'users', accept: false })).effects
  expect(await counts(0, {})).toMatchObject({ unchanged: 2, missing: 0, leaving: 0, returning: 0 })
  expect(await counts(0, {}, users().slice(0, 1))).toMatchObject({ unchanged: 1, missing: 1 })
  expect(await counts(0, { 利用終了日: today() })).toMatchObject({
    ...{ changed: 1, unchanged: 1, leaving: 1, returning: 0 },
  })
  await take(0, { 利用終了日: today() })
  expect(left()).toEqual([true, false])
  // Who has left is missed by nobody.
  expect(await counts(0, {}, users().slice(1))).toMatchObject({ missing: 0 })
  await take(0, {})
  expect(left()).toEqual([true, false])
  const back = { changed: 1, leaving: 0, returning: 1, missing: 0 }
  expect(await counts(0, { 利用終了日: '' })).toMatchObject(back)
  expect(await counts(0, { 利用終了日: tomorrow() })).toMatchObject(back)
  await take(0, { 利用終了日: '' })
  expect(left()).toEqual([false, false])
})

it('from 0:00 in Japan of the day on: no caller, found by no name, not unlocked, and not chosen', async () => {
  const [leaver, other] = users()
  if (!leaver || !other) throw new RangeError('a company with two users')
  const { bank, store } = world.engine
  const locks = () => lockedLogins(world.engine, company()).length
  await store.write(() => {
    const until = world.clock.now() + 9 * dayMs
    bank.keepWrongEntry(leaver.id, { wrongEntries: 3, refusedUntil: until, wrongAt: 1 })
  })
  await take(0, { 利用終了日: tomorrow() })
  const state = async () => [
    bank.login(leaver.loginId)?.hasLeft,
    ...[await contact(leaver.userName), await contact(leaver.userKana)],
    ...[found(leaver.userName), found(leaver.userKana), locks()],
  ]
  expect(await state()).toEqual([false, 'match', 'match', true, true, 1])
  world.clock.offset += Date.parse(`${tomorrow()}T00:00:00+09:00`) - world.clock.now()
  expect(await state()).toEqual([true, 'mismatch', 'mismatch', false, false, 0])
  expect([await contact(other.userName), found(other.userName)]).toEqual(['match', true])
  const choose = (chosen: number[]) =>
    setConsent(world.by(importer), { id: company(), consentBy: 'named', users: chosen })
  await expect(choose([leaver.id])).rejects.toThrow('input.invalid')
  const may = () => users().map(({ mayConsent }) => mayConsent)
  await choose([other.id])
  expect(may()).toEqual([false, true])
  // Any user, and whoever comes or comes back.
  await setConsent(world.by(importer), { id: company(), consentBy: 'any', users: [] })
  expect(may()).toEqual([false, true])
  await secondWord(world, true, (await world.staff('hq-admin')).actor)
  expect(may()).toEqual([true, true])
})

it('what that user permitted stays alive, and says so wherever who permitted is told; another user has it ended', async () => {
  const { grantId, user } = linkOfCompany(world)
  await take(0, { 利用終了日: today() })
  expect(world.statusOf(grantId)).toBe('active')
  const by = { name: user, leftOn: today() }
  const told = { grantId, permittedBy: by }
  const customer = world.engine.bank.customer(company())
  expect(customer && [...permittedBy(world.engine, customer)]).toEqual([[grantId, by]])
  const id = await openAtCounter(world, clerk, company())
  await describeRequest(world.by(clerk), { id, requesterName: '進藤 大輔' })
  const scope = { kind: 'customer' } as const
  const asked = { requestId: id, kind: 'revoke', scope, afterwards: null } as const
  expect(reachOf(world.by(clerk), asked).targets).toMatchObject([told])
  await act(world, clerk, id, { kind: 'revoke', scope, confirmation: customer?.name ?? '' })
  const officer = (await world.staff('officer')).actor
  const viewer = (actor: Actor) => ({ staffId: Number(actor.id), role: actor.role ?? 'clerk' })
  const [made] = requestView(world.engine, { ...viewer(officer), branchCode: null }, id).acts
  expect(made?.targets).toMatchObject([told])
  await decideAct(world.by(officer), { actId: made?.id ?? 0, approve: true, note: '' })
  const slip = await slipOf(world.engine, { ...viewer(clerk), branchCode: '011' }, id)
  const words = await pdfText(Buffer.from(await slipPdf({ ...slip, printedBefore: 0 })))
  expect(words.join('').replace(/\s/g, '')).toContain(
    `許可した利用者:${user}（${today().replaceAll('-', '/')}利用終了）`.replace(/\s/g, ''),
  )
})

it('of two users of one name it is told by who permitted, and not by the name', async () => {
  const { grantId, user } = linkOfCompany(world)
  const [, other] = users()
  const told = () => {
    const customer = world.engine.bank.customer(company())
    return customer && [...permittedBy(world.engine, customer)]
  }
  await take(1, { 利用者名: user })
  expect(other && world.engine.bank.login(other.loginId)).toMatchObject({ userName: user })
  await take(1, { 利用終了日: today() })
  expect(left()).toEqual([false, true])
  expect(told()).toEqual([[grantId, { name: user, leftOn: null }]])
  await take(0, { 利用終了日: today() })
  expect(told()).toEqual([[grantId, { name: user, leftOn: today() }]])
  // Under another name since, it is the same user.
  await take(0, { 利用者名: '旧姓 花子', 利用終了日: today() })
  expect(told()).toEqual([[grantId, { name: user, leftOn: today() }]])
  // A day to come is none yet.
  await take(0, { 利用終了日: tomorrow() })
  expect(told()).toEqual([[grantId, { name: user, leftOn: null }]])
})

it('of a link from before it was kept who permitted, the name alone is told, and nothing of a leaving', async () => {
  const { grantId, user } = linkOfCompany(world, { kept: false })
  await take(0, { 利用終了日: today() })
  const customer = world.engine.bank.customer(company())
  expect(customer && [...permittedBy(world.engine, customer)]).toEqual([
    [grantId, { name: user, leftOn: null }],
  ])
})

it('which login permitted never changes', () => {
  const { grantId } = linkOfCompany(world)
  const change = `UPDATE grants SET loginKey = NULL WHERE id = ${grantId}`
  expect(() => world.engine.store.bulk((db) => db.exec(change))).toThrow('never changes')
})
