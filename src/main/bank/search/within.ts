/**
 * Whether a text holds a word with at most one character wrong, missing or too many: Sellers' approximate match, a row of edit distances
 * in which the word may begin anywhere.
 */
export function within(word: string, text: string): boolean {
  const wanted = [...word]
  // One wrong character of two would be any name.
  if (wanted.length < 3) return false
  let row = wanted.map((_, i) => i + 1)
  for (const c of text) {
    let diagonal = 0
    let left = 0
    row = row.map((above, i) => {
      const least = Math.min(above + 1, left + 1, diagonal + (wanted[i] === c ? 0 : 1))
      diagonal = above
      left = least
      return least
    })
    if ((row.at(-1) ?? 2) <= 1) return true
  }
  return false
}
