import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { CompactSign, compactVerify, importJWK } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { checkAudit, openEngine, recordAudit, systemContext } from '#engine'
import { dayMs, isoDate } from '#shared/japanese-date'
import { chainHash, chainOrigin } from '../../src/main/engine/audit/chain.ts'
import { formerLives, keepRestored } from '../../src/main/engine/audit/restored.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { TestClock } from '../support/world.ts'

let folder: string
let clock: TestClock
beforeEach(() => {
  folder = temporaryFolder()
  clock = new TestClock()
})
afterEach(() => removeFolder(folder))

const open = () => openEngine({ folder, clock, log: { warn() {}, error() {} }, version: 'test' })
type Engine = ReturnType<typeof open>
const act = (engine: Engine, reason: string) =>
  engine.store.write(() => recordAudit(systemContext(engine), { action: 'system.seed', reason }))
const newest = sql.selectFrom('auditEntries').select('id').orderBy('id', 'desc').limit(1)
/** A chain in which nothing is found. */
const whole = { entries: 0, broken: null, days: new Set<number>() }
const copies = (): string[] => readdirSync(join(folder, 'audit-signed')).sort()

describe('the signed copy of each day (R86)', () => {
  it('is made once a day, and another program can check it with the published key alone', async () => {
    const engine = open()
    await act(engine, 'first')
    await engine.trail.check()
    await act(engine, 'second')
    await engine.trail.check()
    expect(copies()).toHaveLength(1)
    clock.offset = dayMs
    await engine.trail.check()
    expect(copies()).toHaveLength(2)
    const [jwk] = engine.keys.signing
    const { d: _, ...publicJwk } = jwk as Record<string, unknown>
    const text = readFileSync(join(folder, 'audit-signed', copies()[0] ?? ''), 'utf8').trim()
    const { payload, protectedHeader } = await compactVerify(
      text,
      await importJWK(publicJwk as never, 'ES256'),
    )
    expect(protectedHeader.typ).toBe('renkei-audit-head+jws')
    expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({
      id: expect.any(Number),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    await engine.close()
  })

  it('tells of a chain that somebody made anew from the first entry on', async () => {
    let engine = open()
    await act(engine, 'as it was')
    await engine.trail.check()
    expect(engine.trail.status.state).toBe('whole')
    await engine.close()
    // With every hash worked out again, the chain is whole in itself.
    const db = new SQLite(join(folder, 'renkei.db'))
    db.exec("DROP TRIGGER auditEntriesNoUpdate; UPDATE auditEntries SET reason = 'as they want it'")
    let former: Uint8Array = chainOrigin
    for (const { hash: _, ...entry } of db
      .prepare('SELECT * FROM auditEntries ORDER BY id')
      .all() as ({ id: number; hash: unknown } & Record<string, unknown>)[]) {
      former = chainHash(former, entry as never)
      db.prepare('UPDATE auditEntries SET hash = ? WHERE id = ?').run(former, entry.id)
    }
    db.close()
    rmSync(join(folder, 'audit-head'))
    engine = open()
    expect(await engine.trail.check()).toMatchObject({ state: 'broken', broken: { why: 'copy' } })
    await engine.close()
  })

  it.each<
    [string, (copy: string, key: Parameters<typeof importJWK>[0]) => string | Promise<string>]
  >([
    ['another key', (copy) => edited(copy, 0, /"kid":"[^"]+"/, '"kid":"other"')],
    [
      'another key’s name, although signed by ours',
      (copy, key) => signed(copy, { ...key, kid: 'other' }, { typ: 'renkei-audit-head+jws' }),
    ],
    ['a changed number', (copy) => edited(copy, 1, /"id":\d+/, '"id":1')],
    ['another purpose', (copy, key) => signed(copy, key, { typ: 'at+jwt' })],
    ['no purpose', (copy, key) => signed(copy, key, {})],
    ['no copy’s content', (_, key) => signed('..', key, { typ: 'renkei-audit-head+jws' })],
    ['nonsense', () => 'x'],
  ])('a copy with %s is not believed', async (_, change) => {
    const engine = open()
    await act(engine, 'one')
    await act(engine, 'two')
    await engine.trail.check()
    const path = join(folder, 'audit-signed', copies()[0] ?? '')
    const copy = readFileSync(path, 'utf8').trim()
    const [key = { kid: '', kty: '' }] = engine.keys.signing
    writeFileSync(path, `${await signed(copy, key, { typ: 'renkei-audit-head+jws' })}\n`)
    expect(await engine.trail.check()).toMatchObject({ state: 'whole' })
    writeFileSync(path, await change(copy, key))
    const name = copies()[0] ?? ''
    expect(await engine.trail.check()).toMatchObject({ state: 'doubtful', unreadable: [name] })
    // It says nothing of the chain: the next day is signed all the same.
    clock.offset = dayMs
    await engine.trail.check()
    expect(copies()).toHaveLength(2)
    await engine.close()
  })

  it('of the last days that ended before it could be made is made late, and says when it was signed', async () => {
    const engine = open()
    const days: string[] = []
    const ids: (number | undefined)[] = []
    for (let n = 0; n < 3; n += 1) {
      await act(engine, 'too short for a check')
      days.push(isoDate(clock.now()))
      ids.push(engine.store.read(newest)[0]?.id)
      clock.offset += dayMs
    }
    await act(engine, 'today')
    expect(await checkAudit(given(engine))).toMatchObject({ missing: [] })
    expect(await engine.trail.check()).toMatchObject({ state: 'whole', missing: [] })
    expect(copies()).toEqual([...days, isoDate(clock.now())].map((day) => `${day}.jws`))
    const signed = copies().map((name) => {
      const text = readFileSync(join(folder, 'audit-signed', name), 'utf8')
      return JSON.parse(decoded(text.split('.')[1]))
    })
    expect(signed.slice(0, 3).map(({ id }) => id)).toEqual(ids)
    for (const { at } of signed) expect(isoDate(at)).toBe(isoDate(clock.now()))
    // What is signed late holds as any other.
    engine.store.bulk((db) => {
      db.exec('DROP TRIGGER auditEntriesNoUpdate')
      db.exec(`UPDATE auditEntries SET hash = zeroblob(32) WHERE id = ${ids[0]}`)
    })
    expect(await checkAudit({ ...given(engine), chain: whole })).toMatchObject({
      broken: { id: ids[0], why: 'copy' },
    })
    await engine.close()
  })

  it('of a day before that of another copy is missed, and so are those of more days than a check may be late', async () => {
    const engine = open()
    const names: string[] = []
    for (let n = 0; n < 3; n += 1) {
      await act(engine, 'a day')
      await engine.trail.check()
      names.push(isoDate(clock.now()))
      clock.offset += dayMs
    }
    const gone = (name = '') => rmSync(join(folder, 'audit-signed', `${name}.jws`))
    gone(names[1])
    const middle = { state: 'doubtful', missing: [names[1]] }
    expect(await engine.trail.check()).toMatchObject(middle)
    expect(await engine.trail.check()).toMatchObject(middle)
    // All are gone, and with today they are four days that were whole.
    for (const name of copies()) rmSync(join(folder, 'audit-signed', name))
    await act(engine, 'a day')
    clock.offset += dayMs
    names.push(isoDate(clock.now() - dayMs))
    expect(await engine.trail.check()).toMatchObject({ state: 'doubtful', missing: names })
    expect(copies()).toEqual([`${isoDate(clock.now())}.jws`])
    await engine.close()
  })

  it('of entries that a restore has ended is no alarm, and a record of a restore that is not in the chain hides nothing', async () => {
    let engine = open()
    await act(engine, 'kept')
    const [kept] = engine.store.read(
      sql.selectFrom('auditEntries').select(['id', 'hash']).orderBy('id', 'desc').limit(1),
    )
    await engine.close()
    const backup = readFileSync(join(folder, 'renkei.db'))
    const madeAt = clock.now()
    engine = open()
    await act(engine, 'lost')
    await engine.trail.check()
    await engine.close()
    writeFileSync(join(folder, 'renkei.db'), backup)
    rmSync(join(folder, 'audit-head'))
    engine = open()
    const lost = { state: 'broken', broken: { why: 'copy' } }
    expect(await engine.trail.check()).toMatchObject(lost)
    const hash = Buffer.from(kept?.hash ?? []).toString('hex')
    const record = { id: kept?.id ?? 0, hash, madeAt, restoredAt: clock.now() }
    await keepRestored(folder, engine.keys, record)
    await act(engine, 'not a restore')
    expect(await engine.trail.check()).toMatchObject(lost)
    await engine.close()
    writeFileSync(join(folder, 'renkei.db'), backup)
    rmSync(join(folder, 'audit-head'))
    engine = open()
    await engine.store.write(() => recordAudit(systemContext(engine), { action: 'system.restore' }))
    expect(await engine.trail.check()).toMatchObject({ state: 'whole', broken: null })
    // Of entries behind the backup, signed from when it was made until it was put back.
    const undone = await formerLives(folder, engine.keys, engine.store)
    const { id, restoredAt } = record
    for (const [copyId, at, expected] of [
      [id + 1, madeAt, true],
      [id + 1, restoredAt, true],
      [id, madeAt, false],
      [id + 1, madeAt - 1, false],
      [id + 1, restoredAt + 1, false],
    ] as const)
      expect(undone({ id: copyId, hash, at }), `${copyId} ${at}`).toBe(expected)
    await engine.close()
  })
})

const given = (engine: Engine) => ({
  folder,
  keys: engine.keys,
  reader: engine.store,
  now: clock.now(),
})
const decoded = (part = ''): string => Buffer.from(part, 'base64url').toString()
function edited(copy: string, at: number, from: RegExp, to: string): string {
  const parts = copy.split('.')
  parts[at] = Buffer.from(decoded(parts[at]).replace(from, to)).toString('base64url')
  return parts.join('.')
}

/** The same content, signed again by the same key under another header. */
async function signed(
  copy: string,
  key: Parameters<typeof importJWK>[0],
  header: { typ?: string },
) {
  return new CompactSign(Buffer.from(decoded(copy.split('.')[1])))
    .setProtectedHeader({ alg: 'ES256', kid: String(key.kid), ...header })
    .sign(await importJWK(key, 'ES256'))
}
