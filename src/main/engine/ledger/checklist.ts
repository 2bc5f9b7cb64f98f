import { parse } from 'csv-parse/sync'
import { AppError } from '#shared/errors'
import { LedgerNote, LedgerValue } from '#shared/ledger'
import { act } from '../act.ts'
import type { ActContext } from '../actor.ts'
import { entryInWords, entryOf } from './entries.ts'
import { type LedgerForm, ledgerTarget, writeEntry } from './save.ts'

/** The head of the union's own file: no text of the checklist is shipped (R8). */
const columns = ['項目', '内容', '回答', 'コメント', '評価'] as const
const mostRows = 500
const answers: Record<string, string> = {
  ...{ yes: 'yes', はい: 'yes', '○': 'yes' },
  ...{ no: 'no', いいえ: 'no', '×': 'no' },
  ...{ 対象外: 'na', 'n/a': 'na', na: 'na', '－': 'na', '-': 'na', '': '' },
}

/** The items of a file, as entries without their provider. @throws AppError input.invalid with the line that is wrong */
function readChecklist(csv: string): Pick<LedgerForm, 'item' | 'value' | 'note' | 'title'>[] {
  let rows: Record<string, string>[]
  try {
    rows = parse(csv, { bom: true, columns: true, trim: true, skip_empty_lines: true })
  } catch (error) {
    throw new AppError('input.invalid', { detail: 'csv', cause: error })
  }
  const [first] = rows
  if (!first || rows.length > mostRows || columns.some((name) => !Object.hasOwn(first, name)))
    throw new AppError('input.invalid', { detail: columns.join(',') })
  return rows.flatMap((row, index) => {
    const wrong = (): never => {
      throw new AppError('input.invalid', { detail: `${index + 2}行目` })
    }
    const id = /^Sec-[1-9]\d{0,2}$/i.exec((row.項目 ?? '').normalize('NFKC'))?.[0]
    const value = answers[(row.回答 ?? '').normalize('NFKC').toLowerCase()]
    const note = LedgerNote.safeParse(row.コメント)
    const title = LedgerValue.safeParse(row.内容)
    const assessment = LedgerValue.safeParse(row.評価)
    if (
      id === undefined ||
      value === undefined ||
      !note.success ||
      !title.success ||
      !assessment.success
    )
      return wrong()
    const item = `fisc.Sec-${id.slice(4)}`
    return [
      { item, value, note: note.data, title: title.data },
      ...(assessment.data === ''
        ? []
        : [{ item: `${item}.assessment`, value: assessment.data, note: '', title: '' }]),
    ]
  })
}

/**
 * Takes the union's own copy of the FISC checklist, whole or not at all. An item that says the same as before keeps its check;
 * one that the file does not have, or of which it has no words or no answer, stays on the list.
 * @throws AppError provider.not-found, provider.changed-meanwhile, input.invalid
 */
export const importChecklist = act(
  'ledger.importChecklist',
  (ctx: ActContext, { providerId, csv }: { providerId: number; csv: string }) => {
    const target = ledgerTarget(ctx.engine, providerId)
    const [former, ledger]: [string[], string[]] = [[], []]
    const entries = readChecklist(csv)
    for (const entry of entries) {
      const row = entryOf(ctx.engine, providerId, entry.item)
      const title = entry.title || (row?.title ?? '')
      if (row?.value === entry.value && row.note === entry.note && row.title === title) continue
      const { evidence = '', owner = '', dueOn = null, version = 0 } = row ?? {}
      const form = { providerId, ...entry, title, evidence, owner, dueOn, version }
      const { before, after } = writeEntry(ctx, form)
      if (before) former.push(entryInWords(before, ctx.engine))
      ledger.push(entryInWords(after, ctx.engine))
    }
    const written = ledger.length
    return {
      target,
      ...(former.length > 0 && { before: { ledger: former } }),
      after: { counted: entries.length, written, ledger },
      result: { written },
    }
  },
)
