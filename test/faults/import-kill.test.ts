import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { stringify } from 'csv-stringify/sync'
import { afterEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../support/desk-client.ts'
import { type RunningService, removeFolder, startService } from '../support/service-process.ts'

const rows = 20_000

let folder = ''
afterEach(() => removeFolder(folder))

async function signedIn(service: RunningService): Promise<Desk> {
  const { desk } = openDesk(service.console)
  const admin = service.demo.staff.find((one) => one.loginId === 'miura')
  await desk.staff.signIn({ loginId: 'miura', password: admin?.password ?? '' })
  return desk
}

/** Movements of one account, of which none is there yet. */
function file(service: RunningService): Buffer {
  const account = service.demo.customers[0]?.accounts[0]
  return Buffer.from(
    stringify(
      Array.from({ length: rows }, (_, i) => ({
        店番: account?.branchCode,
        科目: account?.accountTypeCode,
        口座番号: account?.accountNumber,
        取引日: '2026-11-01',
        取引番号: String(i + 1),
        入出金: '入金',
        金額: '1',
        取引後残高: String(i + 1),
      })),
      { header: true },
    ),
  )
}

async function send(desk: Desk, bytes: Buffer): Promise<string> {
  const { id } = await desk.imports.begin({
    kind: 'transactions',
    fileName: 'meisai.csv',
    size: bytes.length,
  })
  for (let at = 0; at < bytes.length; at += 90_000)
    await desk.imports.add({ id, piece: bytes.subarray(at, at + 90_000).toString('base64') })
  return id
}

async function until(desk: Desk, state: string, done = 0): Promise<void> {
  for (;;) {
    const status = await desk.imports.current()
    if (status?.state === state && status.done >= done) return
    if (status?.state === 'failed') throw new Error('failed')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

function look(): { imported: number; others: number; waiting: number; state: string } {
  const db = new SQLite(join(folder, 'renkei.db'), { readonly: true })
  const one = (sql: string): number => Number((db.prepare(sql).get() as { n: number }).n)
  const seen = {
    imported: one('SELECT count(*) n FROM transactions WHERE itemNo IS NOT NULL'),
    others: one('SELECT count(*) n FROM transactions WHERE itemNo IS NULL'),
    waiting: one('SELECT count(*) n FROM importRows'),
    state: String(
      (db.prepare('SELECT state FROM imports ORDER BY id DESC LIMIT 1').get() as { state: string })
        ?.state ?? 'none',
    ),
  }
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
  return seen
}

describe('kill -9 in the middle of an import', () => {
  it.each([
    [
      'while it is checked',
      'none',
      async (desk: Desk, bytes: Buffer) => void (await send(desk, bytes)),
    ],
    [
      'while its rows are set aside',
      'cancelled',
      async (desk: Desk, bytes: Buffer) => {
        const id = await send(desk, bytes)
        await until(desk, 'checked')
        await desk.imports.accept({ id })
        await until(desk, 'loading', 2_000)
      },
    ],
  ])('%s leaves the old data whole', async (_name, state, toThatPoint) => {
    let service = await startService()
    folder = service.folder
    await toThatPoint(await signedIn(service), file(service))
    await service.kill()
    const { others } = look()
    service = await startService([], folder)
    await expect.poll(() => look()).toEqual({ imported: 0, others, waiting: 0, state })
    expect(await service.stop()).toBe(0)
  })

  it.each(['kill', 'stop'] as const)(
    'after its acceptance: a %s only delays it; the next start writes the rest, once',
    async (end) => {
      let service = await startService()
      folder = service.folder
      const desk = await signedIn(service)
      const id = await send(desk, file(service))
      await until(desk, 'checked')
      await desk.imports.accept({ id })
      await until(desk, 'writing', 2_000)
      expect(await service[end]()).toBe(end === 'stop' ? 0 : undefined)
      const before = look()
      expect(before.state).toBe('accepted')
      expect(before.imported).toBeGreaterThanOrEqual(2_000)
      expect(before.imported).toBeLessThan(rows)
      service = await startService([], folder)
      const again = await signedIn(service)
      // Nobody begins another one beside it.
      expect((await again.imports.current())?.state).toMatch(/writing|done/)
      await expect
        .poll(look)
        .toEqual({ imported: rows, others: before.others, waiting: 0, state: 'done' })
      expect(await service.stop()).toBe(0)
    },
  )
})
