import { setImmediate as othersTurn } from 'node:timers/promises'

/** The longest time for which work holds the thread, so that customers and providers are answered meanwhile. */
const sliceMs = 5

/**
 * Runs long work in slices of a few milliseconds with a turn of the event loop between them. A slice takes as many steps as
 * fit, at least one, and where it stopped counts only once `commit` has ended: a commit may run twice (Store.write), so a
 * step changes nothing but the database and learns its position from its argument alone.
 * @param step one small piece of work, from where the last one stopped; null: nothing is left
 * @param how `ms`: length of a slice; `signal`: aborted, no further slice begins; `onSlice`: called with where each slice
 * stopped
 * @returns where the last step stopped
 */
export async function inSlices<At>(
  from: At,
  step: (at: At) => At | null,
  how: {
    ms?: number | undefined
    commit?: <T>(slice: () => T) => T | Promise<T>
    signal?: AbortSignal | undefined
    onSlice?: ((at: At) => void) | undefined
  } = {},
): Promise<At> {
  const { ms = sliceMs, commit = (slice) => slice(), signal, onSlice } = how
  let reached = { at: from, over: false }
  while (!reached.over && !signal?.aborted) {
    reached = await commit(() => slice(reached.at, step, ms))
    onSlice?.(reached.at)
    if (!reached.over) await othersTurn()
  }
  return reached.at
}

function slice<At>(from: At, step: (at: At) => At | null, ms: number): { at: At; over: boolean } {
  const until = performance.now() + ms
  let at = from
  do {
    const next = step(at)
    if (next === null) return { at, over: true }
    at = next
  } while (performance.now() < until)
  return { at, over: false }
}
