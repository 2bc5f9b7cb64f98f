import { useMemo } from 'react'
import { useSearchParams } from 'react-router'

interface Filter {
  id: string
  value: unknown
}
/** Parameters of an address that are not filters. */
const layout = ['sort', 'cols']

/** Filters are in the address, so that a list can be kept and sent. */
export function useAddressFilter(): {
  search: URLSearchParams
  filters: Filter[]
  /** The value of a filter with fixed options; the first option by default. */
  oneOf: <T extends string>(name: string, options: readonly T[]) => T
  /** Null removes the filter. */
  setFilter: (name: string, value: string | null) => void
  /** Replaces all filters. */
  setFilters: (filters: Filter[]) => void
} {
  const [search, setSearch] = useSearchParams()
  const change = (how: (next: URLSearchParams) => void): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        how(next)
        return next
      },
      { replace: true },
    )
  const filters = useMemo(
    () => [...search].filter(([id]) => !layout.includes(id)).map(([id, value]) => ({ id, value })),
    [search],
  )
  return {
    search,
    filters,
    oneOf: <T extends string>(name: string, options: readonly T[]) =>
      options.find((option) => option === search.get(name)) ?? (options[0] as T),
    setFilter: (name, value) =>
      change((next) => (value === null ? next.delete(name) : next.set(name, value))),
    setFilters: (wanted) =>
      change((next) => {
        for (const { id } of filters) next.delete(id)
        for (const { id, value } of wanted) next.set(id, String(value))
      }),
  }
}
