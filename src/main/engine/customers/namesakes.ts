import type { CustomerHit } from '#bank'

const sameReading = (a: CustomerHit, b: CustomerHit): boolean =>
  a.id !== b.id && a.channel === b.channel && a.kanaKey === b.kanaKey

/**
 * What tells customers of one reading apart. That two were born on one day is told to everybody, the day only to those who see it
 * anyway: whoever takes the call must ask for more than the day then.
 */
export function withNamesakes<Row extends { id: number }>(
  rows: readonly Row[],
  hits: readonly CustomerHit[],
  oversees: boolean,
) {
  const byId = new Map(hits.map((hit) => [hit.id, hit]))
  return rows.map((row) => {
    const hit = byId.get(row.id)
    const others = hit ? hits.filter((other) => sameReading(hit, other)) : []
    if (!hit || others.length === 0) return { ...row, namesake: null }
    const apart = (of: (one: CustomerHit) => string): boolean =>
      others.every((other) => of(other) !== of(hit))
    // The first thing that nobody else of them has; the number at the latest.
    const differs = apart((one) => one.branchCode)
      ? ('branch' as const)
      : apart((one) => one.name)
        ? ('kanji' as const)
        : ('number' as const)
    return {
      ...row,
      namesake: {
        sameBirth: others.some(({ birthDate }) => birthDate === hit.birthDate),
        differs,
        birthDate: oversees ? hit.birthDate : null,
      },
    }
  })
}

const kinds = { personal: '個人', business: '法人' } as const
const most = 8

/**
 * Words that make the list shorter when they are typed besides what is there: whatever the customers found differ in. Decades of birth
 * are for those who may search by parts of a date.
 */
export function narrowedBy(like: readonly CustomerHit[], oversees: boolean) {
  const persons = like.filter(({ channel }) => channel === 'personal')
  const by = {
    branch: like.map(({ branchName }) => branchName),
    kind: like.map(({ channel }) => kinds[channel]),
    born: oversees ? persons.map(({ birthDate }) => `${birthDate.slice(0, 3)}0年代生`) : [],
  }
  return (['branch', 'kind', 'born'] as const).flatMap((one) => {
    const counts = new Map<string, number>()
    for (const words of by[one]) counts.set(words, (counts.get(words) ?? 0) + 1)
    if (counts.size < 2) return []
    return [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, most)
      .sort(([a], [b]) => (one !== 'born' ? 0 : a < b ? -1 : 1))
      .map(([words]) => ({ by: one, words }))
  })
}
