import { useSearchParams } from 'react-router'

/** Filters stand in the address, so that a list can be kept and sent; null takes one away. */
export function useAddressFilter(): {
  search: URLSearchParams
  setFilter: (name: string, value: string | null) => void
} {
  const [search, setSearch] = useSearchParams()
  return {
    search,
    setFilter: (name, value) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before)
          if (value === null) next.delete(name)
          else next.set(name, value)
          return next
        },
        { replace: true },
      ),
  }
}
