import { sql } from '#db'
import { changed, type World } from './world.ts'

/** What calls that are made in the same turn come to: their codes, the entries they leave, and the rows they change beside. */
export async function watched(world: World, ...calls: (() => Promise<unknown>)[]) {
  const entries = () =>
    world.engine.store.read(sql.selectFrom('auditEntries').selectAll().orderBy('id'))
  const seen = entries().length
  const before = world.rows()
  const codes = await Promise.all(
    calls.map((call) =>
      call().then(
        () => 'done',
        (error: { code?: string }) => {
          if (error.code === undefined) throw error
          return error.code
        },
      ),
    ),
  )
  const { auditEntries: _, ...rows } = changed(before, world.rows())
  return { codes, rows, left: entries().slice(seen) }
}
