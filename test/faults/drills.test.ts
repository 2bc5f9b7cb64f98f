import { appendFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { drills } from './drills/rows.ts'

/** `npm run faults` says how much of which rows, and where their results go. */
const { DRILLS_FULL: full, DRILLS_ONLY: only, DRILLS_RESULTS: results } = process.env
const chosen = Object.entries(drills).filter(([key]) => !only || only.split(',').includes(key))

describe.each(chosen)('%s', (key, drill) => {
  const times = drill.times[full ? 'full' : 'share']
  it.skipIf(drill.leftOut)(
    `${drill.name}, ${times} times: nothing wrong`,
    async () => {
      const outcome = await drill.run(times)
      if (results) appendFileSync(results, `${JSON.stringify({ key, ...outcome })}\n`)
      expect(outcome.wrong).toEqual([])
      expect(outcome.acknowledged).toBeGreaterThan(0)
    },
    1_800_000,
  )

  it.skipIf(drill.leftOut || (drill.sharesCheck && !full))(
    'notices a planted fault',
    async () => {
      expect((await drill.run(1, true)).wrong).not.toEqual([])
    },
    300_000,
  )
})
