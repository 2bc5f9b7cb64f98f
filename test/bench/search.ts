import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { grantsOfCustomer, openEngine, searchAll, systemClock } from '#engine'

export interface SearchFigures {
  customers: number
  /** Milliseconds of one answer, customers with their grant counts, providers and numbers included. */
  exact: { p50: number; p99: number }
  part: { p50: number; p99: number }
  romaji: { p50: number; p99: number }
  page: { p50: number; p99: number }
}

/** Fills a folder with invented data unless it has them. @returns whether it did */
export function seeded(
  folder: string,
  size: { customers: number; grants?: number; providers?: number; trafficDays?: number },
): boolean {
  if (existsSync(join(folder, 'renkei.db'))) return false
  const { customers, grants = customers * 2, providers = 0, trafficDays = 0 } = size
  const options = {
    ...{ 'data-dir': folder, customers, grants, providers },
    ...{ 'traffic-days': trafficDays },
  }
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(import.meta.dirname, '../../src/main/commands/seed.ts'),
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  )
  if (status !== 0) throw new Error(stderr)
  return true
}

const family = ['サトウ', 'スズキ', 'タカハシ', 'ワタナベ', 'ヤマザキ', 'ササキ', 'モリ', 'ハヤシ']
/** Parts of names as they are typed, one character and more, at the front and in the middle; common ones on purpose. */
const parts = [
  ...family,
  ...family.map((name) => name.slice(0, 1)),
  ...family.map((name) => name.slice(0, 2)),
  '藤',
  '橋',
  '木',
  '子',
  '郎',
  '一',
  'ロウ',
  'コ',
  'ザキ',
  'ナベ',
  '佐',
  '山',
  '田中',
  '佐藤 花',
  'ｽｽﾞｷ ｲﾁ',
  'さとうゆうこ',
  '鈴木一郎',
  '髙橋優',
]
const romaji = ['sato', 'suzuki ichiro', 'yuko', 'takahashi', 'ohta', 'shimizu kenta', 'ito']

function figures(times: number[]): { p50: number; p99: number } {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}

/** Staff search as the console asks for it, warm. */
export async function measureSearch(folder: string, rounds: number): Promise<SearchFigures> {
  const engine = openEngine({
    folder,
    clock: systemClock(),
    log: { warn() {}, error() {} },
    version: 'bench',
  })
  try {
    const customers = Number(engine.bank.search('0000001', 1).hits[0]?.id ?? 0) && newest(engine)
    const pick = (i: number): number => 1 + ((i * 7_919) % customers)
    const timed = (texts: readonly string[]): number[] => {
      for (const text of texts)
        searchAll(engine, { staffId: 1, role: 'clerk', branchCode: '011' }, text)
      const times: number[] = []
      for (let round = 0; round < rounds; round += 1)
        for (const text of texts) {
          const from = performance.now()
          searchAll(engine, { staffId: 1, role: 'clerk', branchCode: '011' }, text)
          times.push(performance.now() - from)
        }
      return times
    }
    const exact = Array.from({ length: 60 }, (_, i) => {
      const customer = engine.bank.customer(pick(i))
      const [account] = engine.bank.openAccounts(pick(i))
      return (
        [customer?.customerNumber, customer?.phone, `${account?.branchCode} ${account?.number}`][
          i % 3
        ] ?? ''
      )
    })
    const pages: number[] = []
    for (let i = 0; i < 200; i += 1) {
      const from = performance.now()
      grantsOfCustomer(engine, pick(i))
      pages.push(performance.now() - from)
    }
    return {
      customers,
      exact: figures(timed(exact)),
      part: figures(timed(parts)),
      romaji: figures(timed(romaji)),
      page: figures(pages.slice(20)),
    }
  } finally {
    await engine.close()
  }
}

/** The demo's ids are its count. */
function newest(engine: ReturnType<typeof openEngine>): number {
  let low = 1
  let high = 1 << 26
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (engine.bank.customer(middle)) low = middle
    else high = middle - 1
  }
  return low
}
