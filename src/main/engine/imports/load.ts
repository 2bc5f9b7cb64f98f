import type { ImportRow, RowWriter } from '#bank'
import type { ImportKind } from '#shared/import-columns'
import type { Engine } from '../engine.ts'
import { type BankEvent, endByBankEvent } from '../grants/bank-event.ts'
import { dropRows, nextRows } from './statements.ts'

/** A commit never holds the thread longer than this, so that customers and providers are answered meanwhile. */
const sliceMs = 8
const batch = 500

/** Puts rows into the staging table, in commits of a few milliseconds. @returns how many */
export async function stageRows(
  engine: Engine,
  writer: RowWriter,
  importId: number,
  rows: AsyncIterable<ImportRow>,
  on: { row: (n: number) => void; cancelled: () => boolean },
): Promise<number> {
  let n = 0
  let waiting: ImportRow[] = []
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const from = n
      const taken = await engine.store.write(() => {
        const until = performance.now() + sliceMs
        let count = 0
        for (const row of waiting) {
          const payload = writer.seal(row)
          engine.store.insert('importRows', { importId, n: from + count + 1, payload })
          count += 1
          if (performance.now() >= until) break
        }
        return count
      })
      n += taken
      waiting = waiting.slice(taken)
      on.row(n)
    }
  }
  for await (const row of rows) {
    if (on.cancelled()) break
    waiting.push(row)
    if (waiting.length >= batch) await flush()
  }
  await flush()
  return n
}

/** Writes what was accepted, from where it stopped; a row written twice is one row. Then the waiting rows go. */
export async function writeAccepted(
  engine: Engine,
  writer: RowWriter,
  job: { id: number; kind: ImportKind; written: number },
  on: { row: (n: number) => void; stopped: () => boolean },
): Promise<void> {
  const { store } = engine
  let at = job.written
  for (;;) {
    if (on.stopped()) return
    const rows = store.statement(nextRows).all({ importId: job.id, after: at, limit: batch })
    if (rows.length === 0) break
    const ready: { n: number; row: ImportRow; hashed: Awaited<ReturnType<RowWriter['hash']>> }[] =
      []
    for (const { n, payload } of rows) {
      const row = writer.open(payload)
      ready.push({ n, row, hashed: await writer.hash(row) })
    }
    while (ready.length > 0) {
      const taken = await store.write(() => {
        const until = performance.now() + sliceMs
        const now = engine.clock.now()
        let count = 0
        for (const { row, hashed } of ready) {
          writer.write(job.kind, row, hashed, now)
          if (job.kind === 'events')
            endByBankEvent(
              engine,
              {
                customerNumber: row.customerNumber ?? '',
                kind: row.kind as BankEvent['kind'],
                at: Number(row.at),
              },
              `import-${job.id}`,
            )
          count += 1
          if (performance.now() >= until) break
        }
        store.update('imports', { id: job.id }, { written: ready[count - 1]?.n ?? at })
        return count
      })
      at = ready[taken - 1]?.n ?? at
      ready.splice(0, taken)
      on.row(at)
    }
  }
  await dropStaged(engine, job.id, 'done')
}

/** The rows that wait no longer go in small commits, the last of them together with the end of the import. */
export async function dropStaged(
  engine: Engine,
  importId: number,
  state: 'done' | 'cancelled',
): Promise<void> {
  const { store } = engine
  while (
    (await store.write(() => store.statement(dropRows).run({ importId, limit: batch }))) === batch
  );
  await store.write(() =>
    store.update('imports', { id: importId }, { state, endedAt: engine.clock.now() }),
  )
}
