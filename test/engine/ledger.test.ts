import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import {
  type Actor,
  changeProviderStatus,
  checkLedger,
  decideProposal,
  importChecklist,
  ledgerOf,
  listProposals,
  missingInLedger,
  removeFromLedger,
  saveLedger,
  updateProvider,
} from '#engine'
import { type LedgerEntry, missingOf, type Registered } from '#shared/ledger'
import { ProviderInput } from '#shared/provider'
import { ledgerTold } from '../../src/main/engine/ledger/entries.ts'
import { noteOf, wholeLedger } from '../support/ledger.ts'
import { World } from '../support/world.ts'

const provider: Registered = {
  registrationNumber: '関東財務局長（電代）第77号',
  scopes: ['accounts', 'balances'],
  redirectUris: ['https://a.example/'],
  dpop: true,
}
/** A whole ledger, but for some answers. */
function lacks(change: Record<string, string | null>, of: Partial<Registered> = {}, note = '') {
  const answers = Object.entries({ ...wholeLedger(), ...change })
  const entries = answers.flatMap(([item, value]): LedgerEntry[] =>
    value === null ? [] : [{ item, value, note: note || noteOf(value), checked: true }],
  )
  return missingOf({ ...provider, ...of }, entries).map(({ item, lack }) => `${item} ${lack}`)
}

describe('what is missing before an activation (R6)', () => {
  it('nothing of a whole ledger; whatever R6 names of one without it', () => {
    expect(lacks({})).toEqual([])
    const optional = ['contract.term', 'contract.endsOn', 'technical.unbound']
    for (const item of Object.keys(wholeLedger()).filter((one) => !optional.includes(one)))
      expect([item, lacks({ [item]: null })]).toEqual([item, [`${item} empty`]])
    for (const item of optional) expect(lacks({ [item]: null })).toEqual([])
    expect(lacks({}, { registrationNumber: '' })).toEqual(['provider.registrationNumber empty'])
    expect(lacks({}, { redirectUris: [] })).toEqual(['provider.redirectUris empty'])
  })

  it('a provider without 第2号 gets no account information (R4)', () => {
    expect(lacks({ 'registration.kinds': 'first' })).toEqual(['registration.kinds refused'])
  })

  it('同意日 and 通知受領日 are between the union and 全信組連 (R5)', () => {
    const without = { 'contract.consentOn': null, 'contract.noticeOn': null }
    expect(lacks(without)).toEqual(['contract.consentOn empty', 'contract.noticeOn empty'])
    expect(lacks({ ...without, 'contract.route': 'own' })).toEqual([])
  })

  it('a 否 of the ten standards stands in the way, 要改善 does not (R7)', () => {
    expect(lacks({ 'standards.finance': 'unfit' })).toEqual(['standards.finance refused'])
    expect(lacks({ 'standards.finance': 'improve' }, {}, '増資の予定を確かめる')).toEqual([])
  })

  it('each of the ten says by what it was judged: a note, a reference or a file (R7)', () => {
    const ten = Object.keys(wholeLedger()).filter((item) => item.startsWith('standards.'))
    expect(ten).toHaveLength(10)
    for (const item of ten)
      for (const value of ['fit', 'improve']) {
        const judged = (more: Partial<LedgerEntry>) =>
          missingOf(
            provider,
            Object.entries(wholeLedger()).map(([one, found]) => ({
              ...{ item: one, value: found, note: noteOf(found), checked: true },
              ...(one === item && { value, note: '', ...more }),
            })),
          )
        expect(judged({})).toEqual([{ item, lack: 'unproven' }])
        for (const by of [{ note: '決算書' }, { evidence: '文書 3' }, { files: 1 }])
          expect(judged(by)).toEqual([])
      }
  })

  it('a No of the checklist is explained, and its decision is 可 (R8)', () => {
    expect(lacks({ 'fisc.Sec-4': 'no' })).toEqual(['fisc.Sec-4 refused'])
    expect(lacks({ 'fisc.Sec-4': 'no' }, {}, '代替策')).toEqual([])
    expect(lacks({ 'fisc.Sec-4': 'na' })).toEqual([])
    expect(lacks({ 'fisc.decision': 'fail' })).toEqual(['fisc.decision refused'])
  })

  it('each 再委託先 has its name, business and day of notice (R19)', () => {
    const some = { 'subprocessors.used': 'some' }
    const one = ['name', 'business', 'notifiedOn'].map((part) => `subprocessors.1.${part}`)
    expect(lacks(some)).toEqual(one.map((item) => `${item} empty`))
    const first = { [String(one[0])]: '甲社', [String(one[1])]: '集計' }
    expect(lacks({ ...some, ...first })).toEqual(['subprocessors.1.notifiedOn empty'])
  })

  it('without DPoP a reason', () => {
    expect(lacks({ 'technical.unbound': null }, { dpop: false })).toEqual([
      'technical.unbound empty',
    ])
  })
})

describe('a ledger', () => {
  let world: World
  let maker: Actor
  let other: Actor
  beforeEach(async () => {
    world = await World.open()
    maker = (await world.staff('hq-admin', 'maker')).actor
    other = (await world.staff('hq-admin', 'other')).actor
  })
  afterEach(() => world.close())

  const rowOf = (item: string) => ledgerOf(world.engine, 1).find((one) => one.item === item)
  const save = (actor: Actor, item: string, value: string, version: number, note = '') =>
    saveLedger(world.by(actor), {
      ...{ providerId: 1, item, value, version, note, evidence: '', owner: '', dueOn: null },
    })
  const check = (actor: Actor, item: string, version = rowOf(item)?.version ?? 0) =>
    checkLedger(world.by(actor), { providerId: 1, items: [{ item, version }] })
  const missing = () =>
    missingInLedger(world.engine, world.registered()).map(({ item, lack }) => `${item} ${lack}`)
  const takeOff = async (item: string) => {
    const items = [{ item, version: rowOf(item)?.version ?? 0 }]
    const { waits } = await removeFromLedger(world.by(maker), { providerId: 1, items })
    await decideProposal(world.by(other), { id: waits ?? 0, approve: true, note: '' })
  }
  /** The newest entry of an act in the audit. */
  const audited = (action: string) => {
    const row = world.engine.store
      .read(sql.selectFrom('auditEntries').selectAll().where('action', '=', action))
      .at(-1)
    return (
      row && { before: JSON.parse(row.before ?? 'null'), after: JSON.parse(row.after ?? 'null') }
    )
  }
  const inApproval = async () => {
    await world.engine.store.write(() =>
      world.engine.store.update('providers', { id: 1 }, { status: 'approval' }),
    )
    world.engine.authority.changed()
  }

  it('what is entered anew waits for another person’s check, and never for one’s own', async () => {
    await save(maker, 'contract.signedOn', '令和8年5月1日', 1)
    expect([rowOf('contract.signedOn')?.value, missing()]).toEqual([
      '2026-05-01',
      ['contract.signedOn unchecked'],
    ])
    await expect(check(maker, 'contract.signedOn')).rejects.toMatchObject({
      code: 'proposal.same-person',
    })
    await check(other, 'contract.signedOn')
    expect(missing()).toEqual([])
    // Its words are changed: the check was of the former ones.
    await save(other, 'contract.signedOn', '2026-05-02', 2)
    expect(missing()).toEqual(['contract.signedOn unchecked'])
  })

  it('of two who write one item at once the second is told, and nothing is lost', async () => {
    await save(maker, 'party.address', '秋田市', 1)
    await expect(save(other, 'party.address', '大館市', 1)).rejects.toMatchObject({
      code: 'provider.changed-meanwhile',
    })
    await expect(check(other, 'party.address', 1)).rejects.toMatchObject({
      code: 'provider.changed-meanwhile',
    })
    expect(rowOf('party.address')).toMatchObject({ value: '秋田市', enteredByName: maker.name })
  })

  it('takes no answer that an item does not have', async () => {
    for (const [item, value] of [
      ['standards.finance', 'yes'],
      ['contract.signedOn', '来月'],
    ] as const)
      await expect(save(maker, item, value, 1)).rejects.toMatchObject({ code: 'input.invalid' })
  })

  it('is checked in the union’s own file: items by id, whole or not at all, the same again changes nothing (R8)', async () => {
    const read = (csv: string) => importChecklist(world.by(maker), { providerId: 1, csv })
    const head = '項目,内容,回答,コメント,評価\n'
    const good = `${head}Sec-3,体制,はい,,適切\nＳｅｃ－４,委託,いいえ,代替策,\n`
    await expect(read(`${head}Sec-3,体制,たぶん,,\n`)).rejects.toMatchObject({ detail: '2行目' })
    await expect(read('a,b\n1,2\n')).rejects.toMatchObject({ code: 'input.invalid' })
    expect(await read(`\ufeff${good}`)).toEqual({ written: 3 })
    expect(rowOf('fisc.Sec-4')).toMatchObject({ value: 'no', note: '代替策', title: '委託' })
    await check(other, 'fisc.Sec-4')
    expect(await read(good)).toEqual({ written: 0 })
    expect(missing()).toEqual(['fisc.Sec-3 unchecked', 'fisc.Sec-3.assessment unchecked'])
    // Other words are another item: its check is to be made anew.
    expect(await read(good.replace('委託', '委託先'))).toEqual({ written: 1 })
    expect(rowOf('fisc.Sec-4')).toMatchObject({ title: '委託先', checkedBy: null })
    // By hand it is answered otherwise, and keeps its words; emptied, it is as open as before.
    await save(maker, 'fisc.Sec-4', 'yes', 2)
    expect(rowOf('fisc.Sec-4')).toMatchObject({ value: 'yes', title: '委託先' })
    await save(maker, 'fisc.Sec-4', '', 3)
    expect(rowOf('fisc.Sec-4')).toMatchObject({ value: '', title: '委託先', version: 4 })
    expect(missing()).toContain('fisc.Sec-4 empty')
    // A file without its words and its answer takes nothing off either, and tells what it has changed.
    await check(other, 'fisc.Sec-3')
    expect(await read(`${head}Sec-3,,,,\n`)).toEqual({ written: 1 })
    expect(rowOf('fisc.Sec-3')).toMatchObject({ title: '体制', value: '', checkedBy: null })
    expect(missing()).toContain('fisc.Sec-3 empty')
    expect(audited('ledger.importChecklist')).toMatchObject({
      before: { ledger: ['Sec-3：満たす（Yes）／設問：体制'] },
      after: { written: 1, ledger: ['Sec-3：—／設問：体制'] },
    })
  })

  it('no check is of words that nobody saw: a version never comes again, whatever was emptied or taken off', async () => {
    const item = 'subprocessors.1.name'
    await save(maker, item, '甲社', 0)
    await save(maker, item, '', 1)
    await save(maker, item, '乙社', 2)
    await expect(check(other, item, 1)).rejects.toMatchObject({
      code: 'provider.changed-meanwhile',
    })
    await takeOff(item)
    await save(maker, item, '丙社', 0)
    expect(rowOf(item)).toMatchObject({ value: '丙社', version: 5 })
    for (const version of [1, 3])
      await expect(check(other, item, version)).rejects.toMatchObject({
        code: 'provider.changed-meanwhile',
      })
  })

  it('an entry is taken off by two, and nothing that every ledger or a checklist has (R19)', async () => {
    const item = 'subprocessors.1.name'
    await save(maker, item, '甲社', 0)
    expect(missing()).toEqual([`${item} unchecked`])
    const version = rowOf(item)?.version ?? 0
    const { waits } = await removeFromLedger(world.by(maker), {
      ...{ providerId: 1, items: [{ item, version }] },
    })
    expect(rowOf(item)).toMatchObject({ value: '甲社' })
    await expect(
      decideProposal(world.by(maker), { id: waits ?? 0, approve: true, note: '' }),
    ).rejects.toMatchObject({ code: 'proposal.same-person' })
    await decideProposal(world.by(other), { id: waits ?? 0, approve: true, note: '' })
    expect([rowOf(item), missing()]).toEqual([undefined, []])
    await importChecklist(world.by(maker), {
      ...{ providerId: 1, csv: '項目,内容,回答,コメント,評価\nSec-3,体制,はい,,\n' },
    })
    for (const stays of ['party.address', 'fisc.Sec-3'])
      await expect(takeOff(stays)).rejects.toMatchObject({ code: 'ledger.stays' })
  })

  it('tells the audit and the second person all that stands in an entry', async () => {
    const words = { value: '秋田市', note: '移転予定', evidence: '登記 2026-1', owner: '三浦' }
    await saveLedger(world.by(maker), {
      ...{ providerId: 1, item: 'party.address', version: 1, ...words, dueOn: '2026-12-01' },
    })
    await check(other, 'party.address')
    await save(maker, 'contract.route', 'own', 1)
    expect(audited('ledger.save')?.after).toMatchObject({
      ...{ ledgerItem: 'contract.route', ledgerValue: 'own' },
    })
    const line =
      '本店の所在地：秋田市／メモ：移転予定／根拠：登記 2026-1／担当：三浦／期日：2026/12/01'
    expect(audited('ledger.check')?.after).toEqual({ ledger: [line] })
    expect(ledgerTold(world.engine, 1)).toContain(
      `${line}（記入 ${maker.name}／確認 ${other.name}）`,
    )
  })

  it('stands before the activation: closed until it is whole, then read whole by a second person (R6)', async () => {
    await inApproval()
    const activate = (actor: Actor) => {
      const { id, version } = world.registered()
      return changeProviderStatus(world.by(actor), { id, version, to: 'active', reason: '' })
    }
    const agree = (id: number) => decideProposal(world.by(other), { id, approve: true, note: '' })
    await save(maker, 'clauses.liability', '業者が補償する', 1)
    await expect(activate(maker)).rejects.toMatchObject({
      ...{ code: 'provider.ledger-incomplete', detail: 'clauses.liability' },
    })
    await check(other, 'clauses.liability')
    const { waits } = await activate(maker)
    const [proposal] = listProposals({ engine: world.engine, actor: other })
    const { ledger, ...told } = JSON.parse(proposal?.after ?? '{}')
    expect(told).toMatchObject({ status: 'active', name: world.registered().name })
    expect(ledger).toHaveLength(ledgerOf(world.engine, 1).length)
    expect(ledger).toContain(
      `賠償責任の分担：業者が補償する（記入 ${maker.name}／確認 ${other.name}）`,
    )
    // Another word in it, and what was read is not what would be activated.
    await save(maker, 'party.address', '秋田市', 1)
    await check(other, 'party.address')
    await expect(agree(waits ?? 0)).rejects.toMatchObject({ code: 'proposal.changed-meanwhile' })
    await agree((await activate(maker)).waits ?? 0)
    expect(world.registered().status).toBe('active')
  })

  it('an active provider gives up DPoP only for a reason that another person has checked (R14)', async () => {
    const without = () => {
      const { id, version } = world.registered()
      const provider = ProviderInput.parse({
        ...Object.fromEntries(
          Object.keys(ProviderInput.shape).map((name) => [name, world.registered()[name as 'id']]),
        ),
        dpop: false,
      })
      return updateProvider(world.by(maker), { id, version, provider })
    }
    const refused = { code: 'provider.ledger-incomplete', detail: 'technical.unbound' }
    await save(maker, 'technical.unbound', '', 1)
    await expect(without()).rejects.toMatchObject(refused)
    await save(maker, 'technical.unbound', '相手の改修は来年度', 2)
    await expect(without()).rejects.toMatchObject(refused)
    await check(other, 'technical.unbound')
    const { waits } = await without()
    // Emptied before the second person agrees: it is asked again in the commit.
    await save(maker, 'technical.unbound', '', 3)
    const agree = () => decideProposal(world.by(other), { id: waits ?? 0, approve: true, note: '' })
    await expect(agree()).rejects.toMatchObject(refused)
    await save(maker, 'technical.unbound', '相手の改修は来年度', 4)
    await check(other, 'technical.unbound')
    await agree()
    expect(world.registered().dpop).toBe(false)
  })

  it('in practice mode a provider may be 未確認, and one that was active is resumed as it is (R6, R10)', async () => {
    await save(maker, 'standards.finance', 'unfit', 1)
    await world.suspend()
    await world.resume()
    expect(world.registered().status).toBe('active')
    await inApproval()
    await world.engine.settings.saveMark('demo', true, 0)
    await world.resume()
    expect(world.registered().status).toBe('active')
  })
})
