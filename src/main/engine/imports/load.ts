import type { ImportRow, RowWriter } from '#bank'
import type { ImportKind } from '#shared/import-columns'
import { type Engine, inCommits } from '../engine.ts'
import { type BankEvent, endByBankEvent } from '../grants/bank-event.ts'
import { dropRows, nextRows } from './statements.ts'

const batch = 500

/** The rows of a file in batches, until the work is stopped. */
export async function* batches<Row>(
  rows: AsyncIterable<Row>,
  stopped: () => boolean,
): AsyncGenerator<Row[]> {
  let some: Row[] = []
  for await (const row of rows) {
    if (stopped()) return
    some.push(row)
    if (some.length < batch) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}

/** Puts rows into the staging table, in commits of a few milliseconds. @returns how many */
export async function stageRows(
  engine: Engine,
  writer: RowWriter,
  importId: number,
  rows: AsyncIterable<ImportRow>,
  on: { row: (n: number) => void; stopped: () => boolean },
): Promise<number> {
  let n = 0
  for await (const some of batches(rows, on.stopped)) {
    const from = n
    await inCommits(engine, 0, (i) => {
      const row = some[i]
      if (!row) return null
      const payload = writer.seal(row)
      engine.store.insert('importRows', { importId, n: from + i + 1, payload })
      return i + 1
    })
    n += some.length
    on.row(n)
  }
  return n
}

/**
 * Writes the accepted rows from where it stopped, then empties the staging table. A row that is written twice is still one
 * row.
 */
export async function writeAccepted(
  engine: Engine,
  writer: RowWriter,
  job: { id: number; kind: ImportKind },
  onRow: (n: number) => void,
): Promise<void> {
  const { store, closing } = engine
  while (!closing.aborted) {
    const rows = store.statement(nextRows).all({ importId: job.id, limit: batch })
    if (rows.length === 0) break
    const ready: { n: number; row: ImportRow; hashed: Awaited<ReturnType<RowWriter['hash']>> }[] =
      []
    for (const { n, payload } of rows) {
      const row = writer.open(payload)
      ready.push({ n, row, hashed: await writer.hash(job.kind, row) })
    }
    const written = await inCommits(engine, 0, (i) => {
      const next = ready[i]
      if (!next) return null
      const { n, row, hashed } = next
      const permittedUntil = writer.write(job.kind, row, hashed, engine.clock.now())
      if (permittedUntil !== undefined)
        endByBankEvent(
          engine,
          {
            customerNumber: row.customerNumber ?? '',
            kind: row.kind as BankEvent['kind'],
            at: Number(row.at),
            permittedUntil,
          },
          `import-${job.id}`,
        )
      store.update('imports', { id: job.id }, { written: n })
      return i + 1
    })
    onRow(ready[written - 1]?.n ?? 0)
  }
  await dropStaged(engine, job.id, 'done')
}

/** Drops the staged rows in small commits; the last of them also ends the import. */
export function dropStaged(
  engine: Engine,
  importId: number,
  state: 'done' | 'cancelled',
): Promise<number> {
  const { store, clock } = engine
  return inCommits(engine, 0, () => {
    if (store.statement(dropRows).run({ importId, limit: batch }) > 0) return 0
    store.update('imports', { id: importId }, { state, endedAt: clock.now() })
    return null
  })
}
