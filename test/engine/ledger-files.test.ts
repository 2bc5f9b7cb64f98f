import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  attachEvidence,
  checkLedger,
  decideProposal,
  evidenceFile,
  evidenceOfItems,
  ledgerOf,
  missingInLedger,
  removeFromLedger,
  saveLedger,
  takePiece,
} from '#engine'
import { mostEvidenceBytes, mostEvidenceFiles } from '#shared/ledger'
import { ledgerTold } from '../../src/main/engine/ledger/entries.ts'
import { World } from '../support/world.ts'

/** Evidence as files beside the items of a ledger (R7). */
describe('a file in a ledger', () => {
  let world: World
  let maker: Actor
  let other: Actor
  beforeEach(async () => {
    world = await World.open()
    maker = (await world.staff('hq-admin', 'maker')).actor
    other = (await world.staff('hq-admin', 'other')).actor
  })
  afterEach(() => world.close())

  const item = 'contract.signedOn'
  const rowOf = (name = item) => ledgerOf(world.engine, 1).find((one) => one.item === name)
  const sent = (by: Actor, words: string, upload = 'u1') => {
    const bytes = Buffer.from(words)
    const [first, rest] = [bytes.subarray(0, 2), bytes.subarray(2)]
    takePiece(world.by(by), { upload, at: 0, piece: first })
    return takePiece(world.by(by), { upload, at: first.length, piece: rest })
  }
  const attach = (by = maker, upload = 'u1', name = item) =>
    attachEvidence(world.by(by), {
      ...{ providerId: 1, item: name, version: rowOf(name)?.version ?? 0 },
      ...{ name: '契約書.pdf', upload },
    })
  const check = () =>
    checkLedger(world.by(other), {
      ...{ providerId: 1, items: [{ item, version: rowOf()?.version ?? 0 }] },
    })
  const files = (name = item) => evidenceOfItems(world.engine, 1)(name)

  it('is put beside its item with its SHA-256 and who entered it; the item is checked anew, with it', async () => {
    sent(maker, '契約書')
    const sha256 = await attach()
    expect(files()).toMatchObject([
      { name: '契約書.pdf', size: 9, sha256, enteredByName: maker.name },
    ])
    expect(rowOf()).toMatchObject({ checkedBy: null, enteredByName: maker.name, version: 2 })
    await check()
    expect(ledgerTold(world.engine, 1).join()).toContain(
      `ファイル：契約書.pdf（SHA-256 ${sha256}）`,
    )
    const { id = 0 } = files()[0] ?? {}
    const found = evidenceFile(world.engine, { providerId: 1, id })
    expect([Buffer.from(found.bytes).toString(), found.sha256]).toEqual(['契約書', sha256])
    expect(() => evidenceFile(world.engine, { providerId: 2, id })).toThrow('evidence.not-found')
  })

  it('is what one of the ten standards was judged by (R7)', async () => {
    const name = 'standards.finance'
    const version = () => rowOf(name)?.version ?? 0
    await saveLedger(world.by(maker), {
      ...{ providerId: 1, item: name, version: version(), value: 'fit', note: '', evidence: '' },
      ...{ owner: '', dueOn: null },
    })
    const lack = () =>
      missingInLedger(world.engine, world.registered()).find((one) => one.item === name)?.lack
    expect(lack()).toBe('unproven')
    sent(maker, '決算書')
    await attach(maker, 'u1', name)
    expect(lack()).toBe('unchecked')
    await checkLedger(world.by(other), {
      ...{ providerId: 1, items: [{ item: name, version: version() }] },
    })
    expect(lack()).toBeUndefined()
  })

  it('is not what it was once a byte of it has changed: it is not handed out', async () => {
    sent(maker, '契約書')
    await attach()
    const { id = 0 } = files()[0] ?? {}
    await expect(
      world.engine.store.write(() =>
        world.engine.store.update('ledgerFiles', { id }, { bytes: Buffer.from('契約者') }),
      ),
    ).rejects.toThrow('never changes')
    await world.engine.store.bulk((db) =>
      db.exec(
        `DROP TRIGGER ledgerFilesStay; UPDATE ledgerFiles SET bytes = CAST('契約者' AS BLOB)`,
      ),
    )
    expect(() => evidenceFile(world.engine, { providerId: 1, id })).toThrow('ledger.file-damaged')
  })

  it('comes whole from one person, and no larger than it may be', async () => {
    sent(maker, '契約書')
    await expect(attach(other)).rejects.toMatchObject({ code: 'ledger.file-lost' })
    await expect(attach(maker, 'u2')).rejects.toMatchObject({ code: 'ledger.file-lost' })
    expect(() =>
      takePiece(world.by(maker), { upload: 'u1', at: 3, piece: Buffer.from('x') }),
    ).toThrow('ledger.file-lost')
    const most = Buffer.alloc(mostEvidenceBytes)
    expect(takePiece(world.by(maker), { upload: 'u3', at: 0, piece: most })).toBe(most.length)
    expect(() =>
      takePiece(world.by(maker), { upload: 'u3', at: most.length, piece: Buffer.from('x') }),
    ).toThrow('ledger.file-too-large')
    await attach(maker, 'u3')
    // It stands in the ledger, and is sent no second time by the same pieces.
    await expect(attach(maker, 'u3')).rejects.toMatchObject({ code: 'ledger.file-lost' })
    for (let n = 1; n < mostEvidenceFiles; n += 1) {
      sent(maker, `契約書${n}`)
      await attach()
    }
    sent(maker, 'もう一つ')
    await expect(attach()).rejects.toMatchObject({ code: 'ledger.file-too-many' })
  })

  it('of two who attach to one item as they read it the second is told; it goes with an item that is taken off', async () => {
    const sub = 'subprocessors.1.name'
    const words = { value: '甲社', note: '', evidence: '', owner: '', dueOn: null }
    await saveLedger(world.by(maker), { providerId: 1, item: sub, version: 0, ...words })
    sent(other, '通知書')
    const late = attachEvidence(world.by(other), {
      ...{ providerId: 1, item: sub, version: 0, name: '通知.pdf', upload: 'u1' },
    })
    await expect(late).rejects.toMatchObject({ code: 'provider.changed-meanwhile' })
    expect(files(sub)).toEqual([])
    await attach(other, 'u1', sub)
    const items = [{ item: sub, version: rowOf(sub)?.version ?? 0 }]
    const { waits } = await removeFromLedger(world.by(maker), { providerId: 1, items })
    await decideProposal(world.by(other), { id: waits ?? 0, approve: true, note: '' })
    await saveLedger(world.by(maker), { providerId: 1, item: sub, version: 0, ...words })
    expect(files(sub)).toEqual([])
  })
})
