import { sql } from '#db'
import { changed, type World } from './world.ts'

/** The code of a refusal, by the engine or by the console; or `done`. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'done'
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === undefined) throw error
    return code
  }
}

/** What calls that are made in the same turn come to: their codes, the entries they leave, and the rows they change beside. */
export async function watched(world: World, ...calls: (() => Promise<unknown>)[]) {
  const entries = () =>
    world.engine.store.read(sql.selectFrom('auditEntries').selectAll().orderBy('id'))
  const seen = entries().length
  const before = world.rows()
  const codes = await Promise.all(calls.map((call) => codeOf(call())))
  const { auditEntries: _, ...rows } = changed(before, world.rows())
  return { codes, rows, left: entries().slice(seen) }
}
