import { randomBytes } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { inSlices } from '#db'
import { expireGrants, recordAudit } from '#engine'
import { dayMs } from '#shared/japanese-date'
import { purgeTokens } from '../../src/main/engine/tokens/purge.ts'
import { get, linkToCode, redeem } from '../support/protocol.ts'
import { World } from '../support/world.ts'
import { manyGrants } from './ending.ts'
import { withoutLimits } from './no-limits.ts'
import { median, percentile, type Row, say } from './rows.ts'

/** Milliseconds in which the event loop stood still during `work`: most of the time, and at most. */
async function stoodStill<T>(work: () => Promise<T>) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const from = performance.now()
  const result = await work()
  const seconds = (performance.now() - from) / 1_000
  delay.disable()
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 1)
  return { result, seconds, p99: ms(delay.percentile(99)), max: ms(delay.max) }
}
/** How the machine is today: the loop beside slices as long that hold nothing but the processor. */
async function machineItself(): Promise<string> {
  const { p99, max } = await stoodStill(() =>
    inSlices(0, (at) => (at < 30_000_000_000 ? spin(at) : null)),
  )
  return `beside plain arithmetic ${p99.toFixed(1)}, ${max.toFixed(1)}`
}
function spin(at: number): number {
  let sum = at
  for (let i = 0; i < 100_000; i += 1) sum += i % 2
  return sum + 950_000
}
const held = ({ p99, max, seconds }: { p99: number; max: number; seconds: number }): string =>
  `${p99.toFixed(1)} ms p99, ${max.toFixed(1)} ms at most, ${seconds.toFixed(1)} s`

/** Every link of a house that began on one day ends in one night. */
async function expiryRow(grants: number): Promise<Row> {
  say(`${grants.toLocaleString('en')} links end in one night …`)
  const world = await World.open({ customers: 40 })
  try {
    manyGrants(world, world.provider().id, grants)
    world.clock.offset = 91 * dayMs
    const { result, ...loop } = await stoodStill(() => expireGrants(world.engine))
    if (result !== grants) throw new Error(`${result} ended`)
    return {
      name: `${grants.toLocaleString('en')} links end in one night: the event loop meanwhile`,
      against: '—',
      must: '< 20 ms p99, < 50 ms at most',
      reached: loop.p99 < 20 && loop.max < 50,
      figures: `${held(loop)} (${await machineItself()})`,
    }
  } finally {
    await world.close()
  }
}

/** The check of a long audit, alone and beside data calls that follow one another. */
async function auditRows(entries: number): Promise<Row[]> {
  say(`the check of ${entries.toLocaleString('en')} entries of the audit …`)
  const world = await World.open({ customers: 40, providers: [{ dpop: false }] })
  await withoutLimits(world.engine)
  const { engine } = world
  try {
    const target = { kind: 'customer', id: 1, label: 'サトウ' } as const
    for (let done = 0; done < entries; done += 50_000)
      engine.store.bulk(() => {
        for (let i = 0; i < 50_000; i += 1)
          recordAudit(world.by(), { action: 'customers.find', target, after: { found: i } })
      })
    engine.store.pragma('wal_checkpoint(TRUNCATE)')
    const issuer = await world.listen()
    const code = await linkToCode(issuer, world.provider(), world.person(0))
    const { access_token } = (await redeem(issuer, world.provider(), code)).body
    const call = async (): Promise<void> => {
      const authorization = `Bearer ${access_token}`
      const { status } = await get(`${issuer}/api/v1/accounts`, { authorization })
      if (status !== 200) throw new Error(`answered ${status}`)
    }
    const calls = async (goesOn: () => boolean): Promise<number[]> => {
      const times: number[] = []
      while (goesOn()) {
        const from = performance.now()
        await call()
        times.push(performance.now() - from)
        await sleep(5)
      }
      return times
    }
    await calls(until(2_000))
    const alone = await stoodStill(() => engine.trail.check())
    if (alone.result.entries < entries || alone.result.state === 'broken')
      throw new Error(JSON.stringify(alone.result))
    const ratios: number[] = []
    const figures: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const quiet = percentile(await calls(until(5_000)), 0.99)
      let checking = true
      const check = engine.trail.check().finally(() => {
        checking = false
      })
      const from = performance.now()
      const beside = percentile(await calls(() => checking), 0.99)
      await check
      ratios.push(beside / quiet)
      const seconds = (performance.now() - from) / 1_000
      figures.push(`${beside.toFixed(1)} : ${quiet.toFixed(1)} ms in ${seconds.toFixed(1)} s`)
    }
    const ratio = median(ratios)
    const name = `the check of ${entries.toLocaleString('en')} entries of the audit`
    return [
      {
        name: `${name}, alone`,
        against: '—',
        must: '≤ 10 s',
        reached: alone.seconds <= 10,
        figures: `${alone.seconds.toFixed(1)} s; the event loop ${held(alone)}`,
      },
      {
        name: `${name}: p99 of data calls meanwhile`,
        against: 'without it',
        ratio,
        must: '≤ 2 ×',
        reached: ratio <= 2,
        figures: figures[ratios.indexOf(ratio)] ?? '',
      },
    ]
  } finally {
    await world.close()
  }
}

const until = (ms: number): (() => boolean) => {
  const end = performance.now() + ms
  return () => performance.now() < end
}

/** How long what a push leaves stays: the request an hour after its minute, its assertion and proof up to ten minutes. */
const stays = { push: 3_660_000, used: 600_000 }

/** What 200 pushes a second have left after an hour is swept while they go on. */
async function purgeRow(perSecond: number): Promise<Row> {
  say(`${perSecond} pushes a second are purged …`)
  const world = await World.open({ customers: 3 })
  const { engine } = world
  const payload = JSON.stringify({ request: 'x'.repeat(500) })
  let id = 1_000
  const push = (at: number): void => {
    id += 1
    const row = { id, hash: randomBytes(16), payload, consumedAt: null }
    engine.store.insert('pushedRequests', { ...row, expiresAt: at + 60_000 })
    for (let i = 0; i < 2; i += 1)
      if (at + stays.used > Date.now()) engine.usedAssertions.keep(randomBytes(16), at + stays.used)
  }
  try {
    // As much is over its time as comes within the half minute between two sweeps.
    const from = Date.now() - stays.push - 30_000
    const all = perSecond * ((stays.push + 30_000) / 1_000)
    for (let done = 0; done < all; done += 50_000)
      engine.store.bulk(() => {
        for (let i = done; i < Math.min(all, done + 50_000); i += 1)
          push(from + (i * 1_000) / perSecond)
      })
    engine.store.pragma('wal_checkpoint(TRUNCATE)')
    let pushing = true
    const pushes = (async () => {
      const began = performance.now()
      for (let done = 0; pushing; await sleep(50)) {
        const due = Math.floor(((performance.now() - began) / 1_000) * perSecond)
        const batch = due - done
        done = due
        await Promise.all(
          Array.from({ length: batch }, () => engine.store.write(() => push(Date.now()))),
        )
      }
    })()
    const loop = await stoodStill(() => purgeTokens(engine))
    pushing = false
    await pushes
    return {
      name: `${perSecond} pushes a second: one sweep over ${all.toLocaleString('en')} pushed requests`,
      against: '—',
      must: '< 30 s, < 20 ms p99',
      reached: loop.seconds < 30 && loop.p99 < 20,
      figures: `${held(loop)} (${await machineItself()})`,
    }
  } finally {
    await world.close()
  }
}

/** Work that takes long gives way to customers and providers. */
export async function longWorkRows(): Promise<Row[]> {
  return [await purgeRow(200), ...(await auditRows(1_000_000)), await expiryRow(330_000)]
}
