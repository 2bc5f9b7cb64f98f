import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { median } from '../../bench/rows.ts'
import type { Said } from './probe.ts'

/** A service at one moment. Bytes, and milliseconds of the interval before. */
export interface Sample extends Said {
  rss: number
  descriptors: number
  threads: number
  wal: number
  database: number
}

/** By the kernel and the file system, and by what the probe wrote last. @returns undefined before its first word */
export function sampleOf(pid: number, folder: string, said: string): Sample | undefined {
  const last = readFileSync(said, 'utf8').trimEnd().split('\n').at(-1)
  if (!last) return undefined
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const field = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  const size = (name: string): number =>
    statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0
  return {
    ...(JSON.parse(last) as Said),
    rss: field('VmRSS') * 1_024,
    threads: field('Threads'),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    wal: size('renkei.db-wal'),
    database: size('renkei.db'),
  }
}

/** Where the resident memory of a process lies, largest first: files, V8's own areas, the C heap, thread arenas, stacks. MB. */
export function whereMemoryLies(pid: number): string {
  const sums = new Map<string, number>()
  for (const area of readFileSync(`/proc/${pid}/smaps`, 'utf8').split(
    /\n(?=[0-9a-f]+-[0-9a-f]+ )/,
  )) {
    const [, from = '', rights = '', name = ''] =
      /^([0-9a-f]+)-[0-9a-f]+ (\S+) \S+ \S+ \S+ *(.*)/.exec(area) ?? []
    const rss = Number(/^Rss:\s+(\d+)/m.exec(area)?.[1] ?? 0) * 1_024
    const kind = kindOfArea(BigInt(`0x${from}`), rights, name)
    sums.set(kind, (sums.get(kind) ?? 0) + rss)
  }
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, bytes]) => `${kind} ${(bytes / 1e6).toFixed(0)}`)
    .join(' ')
}

/** glibc aligns each thread's arena to 64 MiB; V8 places its pages below 0x7f…, by chance. */
function kindOfArea(from: bigint, rights: string, name: string): string {
  if (name === '[heap]' || name.startsWith('[stack')) return name
  if (name !== '') return name.includes('renkei.db') ? 'database' : 'programs'
  if (rights.includes('x')) return 'code made'
  if (from < 0x7f0000000000n) return "V8's pages"
  return from % 0x4000000n === 0n ? 'arenas of threads' : 'other anonymous'
}

const quarter = <T>(all: readonly T[], which: 0 | 3): T[] =>
  all.slice(
    Math.floor((all.length * which) / 4),
    Math.max(1, Math.floor((all.length * (which + 1)) / 4)),
  )
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
const ms = (value: number): string => `${value.toFixed(1)} ms`
const plain = (value: number): string => value.toFixed(0)

interface Measure {
  name: string
  of: (sample: Sample) => number
  shown: (value: number) => string
  /** By how much the last quarter's median may be above the first's; its own bound. Undefined: it grows with what is kept. */
  must?: Must
}
interface Must {
  text: string
  met: (first: number, last: number) => boolean
}
const flat = (share: number, more: number): Must => ({
  text: 'flat',
  met: (first, last) => last <= first * (1 + share) + more,
})
/** The file grows until SQLite first copies it into the database, and is written from its beginning again then: 5,000 pages. */
const usedAnew: Must = { text: '≤ 24 MB', met: (_, last) => last <= 24e6 }
const measures: Measure[] = [
  { name: 'memory (RSS)', of: (s) => s.rss, shown: mb },
  { name: "JavaScript's heap", of: (s) => s.heap, shown: mb },
  { name: 'held for that heap by V8', of: (s) => s.heapTotal, shown: mb },
  { name: 'memory outside of the heap', of: (s) => s.external, shown: mb, must: flat(0.2, 5e6) },
  { name: 'open descriptors', of: (s) => s.descriptors, shown: plain, must: flat(0, 8) },
  { name: 'threads', of: (s) => s.threads, shown: plain, must: flat(0, 1) },
  { name: 'write-ahead log', of: (s) => s.wal, shown: mb, must: usedAnew },
  { name: 'database', of: (s) => s.database, shown: mb },
  { name: 'event loop, p50 of each interval', of: (s) => s.p50, shown: ms },
  {
    name: 'event loop, p99 of each interval',
    of: (s) => s.p99,
    shown: ms,
    must: { text: '≤ 20 ms', met: (first, last) => Math.max(first, last) <= 20 },
  },
  { name: 'event loop, longest of each interval', of: (s) => s.max, shown: ms },
]

/** V8 lets garbage grow by what the machine has: whether anything is held is seen after a collection. */
const collectedMeasures: Measure[] = [
  { name: 'memory after a collection', of: (s) => s.rss, shown: mb, must: flat(0.1, 20e6) },
  { name: "JavaScript's heap after it", of: (s) => s.heap, shown: mb, must: flat(0.2, 10e6) },
]

export interface Finding {
  table: string
  /** Measures that are not as they must be. */
  broken: string[]
}

/**
 * The first quarter of the time beside the last, by medians.
 * @param collected after a collection at the end of each of the two quarters, as far as they have come
 */
export function compareQuarters(
  samples: readonly Sample[],
  collected: readonly Sample[] = [],
): Finding {
  const broken: string[] = []
  const line = ({ name, of, shown, must }: Measure, compared: (readonly Sample[])[]): string[] => {
    const [first = Number.NaN, last = Number.NaN] = compared.map((some) => median(some.map(of)))
    const met = must?.met(first, last)
    if (met === false) broken.push(name)
    const worst = Math.max(...(compared === quarters ? samples : collected).map(of))
    return [name, shown(first), shown(last), shown(worst), must?.text ?? '—', verdict(met)]
  }
  const quarters = ([0, 3] as const).map((which) => quarter(samples, which))
  const lines = [
    ...measures.map((measure) => line(measure, quarters)),
    ...(collected.length === 2
      ? collectedMeasures.map((measure) =>
          line(
            measure,
            collected.map((one) => [one]),
          ),
        )
      : []),
  ]
  const head = ['of the service', 'first quarter', 'last quarter', 'highest', 'must', 'reached']
  return { table: rows([head, head.map(() => '---'), ...lines]), broken }
}

const verdict = (met: boolean | undefined): string => (met === undefined ? '—' : met ? 'yes' : 'NO')

export const rows = (lines: (string | number)[][]): string =>
  lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
