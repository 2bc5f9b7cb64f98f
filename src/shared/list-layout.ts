/** The order, widths and visibility of columns, in TanStack Table's terms. */
export interface ListLayout {
  columnOrder: string[]
  columnVisibility: Record<string, boolean>
  columnPinning: { start: string[]; end: string[] }
  columnSizing: Record<string, number>
}
interface Column {
  id: string
  optional?: boolean
}

/**
 * Reads a layout from an address or from this computer. In `_label96.customer.-branch` columns are in their order; `_` marks
 * a pinned and `-` a hidden one, and a number is a width that somebody has set. Columns that are not named follow as
 * declared; without a layout the first one is pinned.
 */
export function parseLayout(text: string | null, columns: readonly Column[]): ListLayout {
  const named = (text ?? '').split('.').flatMap((part) => {
    const [, mark, id, width] = /^([-_]?)([A-Za-z]+)(\d*)$/.exec(part) ?? []
    return columns.some((column) => column.id === id) ? [{ mark, id: id ?? '', width }] : []
  })
  const rest = columns.filter((column) => !named.some(({ id }) => id === column.id))
  const hidden = [
    ...named.filter(({ mark }) => mark === '-').map(({ id }) => id),
    ...rest.filter((column) => column.optional).map(({ id }) => id),
  ]
  // A layout that hides every column is ignored.
  if (hidden.length === columns.length && named.length > 0) return parseLayout(null, columns)
  return {
    columnOrder: [...named, ...rest].map(({ id }) => id),
    columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])),
    columnPinning: {
      start:
        named.length > 0
          ? named.filter(({ mark }) => mark === '_').map(({ id }) => id)
          : columns.slice(0, 1).map(({ id }) => id),
      end: [],
    },
    columnSizing: Object.fromEntries(
      named.flatMap(({ id, width }) => (width ? [[id, Number(width)]] : [])),
    ),
  }
}

export function layoutText(layout: ListLayout): string {
  const { columnOrder, columnVisibility, columnPinning, columnSizing } = layout
  return columnOrder
    .map((id) => {
      const mark =
        columnVisibility[id] === false ? '-' : columnPinning.start.includes(id) ? '_' : ''
      return `${mark}${id}${columnSizing[id] ?? ''}`
    })
    .join('.')
}
