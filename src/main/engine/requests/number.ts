import { query } from '#db'
import { isoDate, startOfDay } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'
import { restoredAt } from '../system/restored.ts'

const last = query<{ from: string; to: string }>()((k, v) =>
  k
    .selectFrom('requests')
    .select('number')
    .where('number', '>=', v('from'))
    .where('number', '<', v('to'))
    .orderBy((eb) => eb.fn('length', ['number']), 'desc')
    .orderBy('number', 'desc')
    .limit(1),
)

/** 受付番号, `U-261120-0007`: short enough to be read aloud, counted anew each day of Japan. Inside a commit unit. */
export function nextRequestNumber(engine: Engine): string {
  const now = engine.clock.now()
  const day = isoDate(now).replaceAll('-', '').slice(2)
  const found = engine.store.statement(last).get({ from: `U-${day}-`, to: `U-${day}-~` })
  const next =
    Math.max(Number(found?.number.split('-')[2] ?? 0), givenBeforeRestore(engine, now)) + 1
  return `U-${day}-${String(next).padStart(4, '0')}`
}

/**
 * Numbers that were given between a backup and its restore stand on customers' papers and are not known here: the rest of that day
 * has numbers of five digits, higher after each later restore.
 */
function givenBeforeRestore(engine: Engine, now: number): number {
  const at = restoredAt(engine)
  if (at < startOfDay(now)) return 0
  return 10_000 + 30 * Math.floor((at - startOfDay(now)) / 60_000)
}

/** The number in a text, as it may be typed: `u２６１１２０－７`, `261120-0007`. */
export function parseRequestNumber(text: string): string | undefined {
  const found = /^U?-?(\d{6})[-ー‐−―](\d{1,6})$/i.exec(text.normalize('NFKC').replace(/\s/g, ''))
  return found ? `U-${found[1]}-${String(found[2]).padStart(4, '0')}` : undefined
}
