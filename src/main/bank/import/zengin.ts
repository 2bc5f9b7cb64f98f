import { TextDecoder } from 'node:util'
import type { ImportProblem } from '#shared/import-columns'
import { parseDate } from '#shared/parse-date'
import type { RawRow } from './rows.ts'

const recordBytes = 200

/**
 * Zengin 入出金取引明細: records of 200 bytes in JIS, with or without line ends: header (1), data (2), trailer (8)
 * for each account, end (9). Turned into the rows of the transactions file, so that one check and one writing serve both.
 * @param institution the four digits that the file must be from
 * @param today `YYYY-MM-DD`: dates carry no era, and none lies ahead of it
 */
export async function* zenginRows(
  chunks: AsyncIterable<Buffer>,
  institution: string,
  today: string,
): AsyncGenerator<RawRow> {
  const decoder = new TextDecoder('shift_jis', { fatal: true })
  const state = {
    row: 0,
    place: undefined as Place | undefined,
    count: 0,
    sums: [0, 0],
    balance: 0,
    ended: false,
  }
  // The columns, as a CSV's header would say them.
  yield { row: 0, fields: Object.fromEntries(names.map((name) => [name, ''])), problems: [] }
  for await (const { bytes, whole } of records(chunks)) {
    state.row += 1
    const { row } = state
    const fail = (problem: ImportProblem['problem'], column = '', detail = ''): RawRow => ({
      row,
      fields: {},
      problems: [{ row, column, problem, detail }],
    })
    if (!whole) {
      yield fail('record-length', '', String(bytes.length))
      return
    }
    const text = textOf(bytes, decoder)
    if (text === undefined) {
      yield fail('encoding')
      continue
    }
    const at = (from: number, length: number): string => text(from, length)
    const kind = at(0, 1)
    const due = state.ended ? [] : state.place ? ['2', '8'] : ['1', '9']
    if (!due.includes(kind)) {
      yield fail('record-order', 'データ区分', kind)
      return
    }
    if (kind === '1') {
      if (at(3, 1) === '1') {
        yield fail('ebcdic', 'コード区分')
        return
      }
      if (at(22, 4) !== institution) yield fail('other-institution', '金融機関コード', at(22, 4))
      // The field has ten digits and our account numbers seven: a longer one is left as it is, and the check refuses it.
      const number = at(63, 10).trim().replace(/^0+/, '').padStart(7, '0')
      state.place = {
        branch: at(41, 3),
        type: at(62, 1),
        number,
        from: dateOf(at(10, 6), today),
        to: dateOf(at(16, 6), today),
      }
      state.balance = signed(at(113, 1), at(115, 14))
      state.count = 0
      state.sums = [0, 0]
      // An account without a movement: that there was none is told by its period.
      yield {
        row,
        fields: {
          店番: state.place.branch,
          科目: state.place.type,
          口座番号: number,
          ...periodOf(state.place),
        },
        problems: [],
      }
      continue
    }
    if (kind === '9') {
      state.ended = true
      continue
    }
    if (kind === '2' && state.place) {
      const type = at(21, 1)
      const amount = Number(at(24, 12))
      const date = dateOf(at(9, 6), today)
      state.count += 1
      if (type === '1' || type === '2')
        state.sums[Number(type) - 1] = (state.sums[Number(type) - 1] ?? 0) + amount
      state.balance += type === '1' ? amount : -amount
      yield {
        row,
        problems:
          date === undefined ? [{ row, column: '取引日', problem: 'form', detail: at(9, 6) }] : [],
        fields: {
          店番: state.place.branch,
          科目: state.place.type,
          口座番号: state.place.number,
          取引日: date ?? '',
          起算日: dateOf(at(15, 6), today) ?? '',
          取引番号: at(1, 8).trim() || String(state.count),
          入出金: type,
          金額: at(24, 12).trim(),
          取引後残高: String(state.balance),
          摘要: at(159, 20).trim() || at(81, 48).trim(),
          ...periodOf(state.place),
        },
      }
      continue
    }
    const told = [Number(at(7, 13)), Number(at(26, 13)), Number(at(54, 7))]
    if (told[0] !== state.sums[0] || told[1] !== state.sums[1] || told[2] !== state.count)
      yield fail('record-total', 'トレーラ')
    state.place = undefined
  }
  if (!state.ended)
    yield {
      row: state.row,
      fields: {},
      problems: [{ row: state.row, column: 'データ区分', problem: 'record-order', detail: '' }],
    }
}

interface Place {
  branch: string
  type: string
  number: string
  from: string | undefined
  to: string | undefined
}
const names = [
  '店番',
  '科目',
  '口座番号',
  '取引日',
  '起算日',
  '取引番号',
  '入出金',
  '金額',
  '取引後残高',
  '摘要',
  '期間開始日',
  '期間終了日',
]

/** 勘定日（自）（至） of the header; left out where they are no days. */
const periodOf = ({ from, to }: Place): Record<string, string> =>
  from !== undefined && to !== undefined && from <= to ? { 期間開始日: from, 期間終了日: to } : {}

const signed = (overdraft: string, digits: string): number =>
  (overdraft === '1' ? -1 : 1) * (Number(digits) || 0)

/** YYMMDD of an unnamed era: the newest era in which the day exists and is not ahead of `today`. */
export function dateOf(yymmdd: string, today: string): string | undefined {
  for (const era of ['R', 'H']) {
    const parsed = parseDate(`${era}${yymmdd}`)
    if ('date' in parsed && parsed.date <= today) return parsed.date
  }
  return undefined
}

/** Fields by their byte positions, decoded one at a time; undefined when a byte stands for nothing. */
function textOf(
  bytes: Buffer,
  decoder: TextDecoder,
): ((from: number, length: number) => string) | undefined {
  try {
    decoder.decode(bytes)
  } catch {
    return undefined
  }
  return (from, length) => {
    try {
      return decoder.decode(bytes.subarray(from, from + length))
    } catch {
      return ''
    }
  }
}

async function* records(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<{ bytes: Buffer; whole: boolean }> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    for (;;) {
      while (at < rest.length && (rest[at] === 0x0d || rest[at] === 0x0a)) at += 1
      if (rest.length - at < recordBytes) break
      yield { bytes: rest.subarray(at, at + recordBytes), whole: true }
      at += recordBytes
    }
    rest = rest.subarray(at)
  }
  const left = rest.filter((byte) => byte !== 0x0d && byte !== 0x0a && byte !== 0x1a)
  if (left.length > 0) yield { bytes: Buffer.from(left), whole: false }
}
