import { describe, expect, it } from 'vitest'
import { type ListName, listColumns } from '#shared/list-columns'
import { messages } from '#shared/messages/catalogue'

/**
 * The words that a list's column may show, against its width on a branch's screen of 1366 × 768: what is cut there is read only
 * with a pointer or in the row's detail. Measured as letters of Noto Sans at 14 px; names that people give may be longer.
 */
const rem = 16
const letter = 14
const padding = 2 * 0.625 * rem
/** What the frame of a list has at 1366: measured in Chromium. */
const room = 1132

const widthOf = (text: string): number =>
  [...text].reduce((sum, one) => sum + (/[\x20-\x7e]/.test(one) ? 0.62 : 1) * letter, 0)

type Column = { width?: number | undefined; optional?: boolean | undefined }
/** As column-widths.ts divides the room: columns that grow share what the others leave. */
function roomOf(list: ListName, id: string): number {
  const columns = listColumns[list] as unknown as Record<string, Column>
  const column = columns[id] as Column
  if (column.width !== undefined) return column.width * rem - padding
  const shown = Object.values(columns).filter((one) => !one.optional)
  const taken = shown.reduce((sum, { width = 0 }) => sum + width * rem, 0)
  return (room - taken) / shown.filter(({ width }) => width === undefined).length - padding
}

const words = (...starts: string[]): string[] =>
  Object.entries(messages).flatMap(([key, [japanese]]) =>
    starts.some((start) => key.startsWith(start)) ? [japanese] : [],
  )
const marked = (texts: string[]): string[] => texts.map((text) => `● ${text}`)

const shown: [ListName, string, string[]][] = [
  ['audit', 'reason', words('reason.', 'refusal.')],
  ['audit', 'action', words('action.')],
  ['audit', 'role', words('role.')],
  ['audit', 'actorKind', words('audit.actorKind.')],
  ['audit', 'outcome', marked(words('audit.outcome.done', 'audit.outcome.refused'))],
  ['grants', 'channel', words('channel.')],
  ['grants', 'status', marked(words('grantStatus.'))],
  ['requests', 'result', words('requestResult.')],
  ['requests', 'state', marked(words('requestState.'))],
  ['providers', 'status', marked(words('providerStatus.'))],
  // The other one is a badge of one word in the window.
  ['providers', 'dpop', words('provider.dpop.off')],
]

describe('the words of a column stand in it whole', () => {
  it.each(shown)('%s: %s', (list, id, texts) => {
    const most = roomOf(list, id)
    expect(texts.filter((text) => widthOf(text) > most)).toEqual([])
  })
})
