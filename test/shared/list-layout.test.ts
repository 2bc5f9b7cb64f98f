import { expect, it } from 'vitest'
import { layoutText, parseLayout } from '#shared/list-layout'

const columns = [
  { id: 'label' },
  { id: 'customer' },
  { id: 'accounts', optional: true },
  { id: 'status' },
]

it.each([
  // what stands in the address; the order; hidden; pinned; widths
  [null, 'label customer accounts status', 'accounts', 'label', {}],
  ['', 'label customer accounts status', 'accounts', 'label', {}],
  ['status.label', 'status label customer accounts', 'accounts', '', {}],
  ['-label._customer.accounts', 'label customer accounts status', 'label', 'customer', {}],
  [
    'label120._status64',
    'label status customer accounts',
    'accounts',
    'status',
    { label: 120, status: 64 },
  ],
  // Names that are none, and what an older version wrote.
  ['gone._label', 'label customer accounts status', 'accounts', 'label', {}],
  ['customer,label', 'label customer accounts status', 'accounts', 'label', {}],
  // A list without columns is no list.
  ['-label.-customer.-accounts.-status', 'label customer accounts status', 'accounts', 'label', {}],
] as const)('columns as %j', (text, order, hidden, pinned, sizing) => {
  const layout = parseLayout(text, columns)
  expect(layout.columnOrder.join(' ')).toBe(order)
  expect(Object.keys(layout.columnVisibility).join(' ')).toBe(hidden)
  expect(Object.values(layout.columnVisibility)).not.toContain(true)
  expect(layout.columnPinning).toEqual({ start: pinned === '' ? [] : [pinned], end: [] })
  expect(layout.columnSizing).toEqual(sizing)
  expect(parseLayout(layoutText(layout), columns)).toEqual(layout)
})
