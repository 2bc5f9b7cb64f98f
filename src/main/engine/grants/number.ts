/** 連携番号 as people read it: `R-000123`. */
export function grantLabel(id: number): string {
  return `R-${String(id).padStart(6, '0')}`
}

export function parseGrantLabel(text: string): number | undefined {
  const match = /^R-?0*(\d{1,12})$/i.exec(text.normalize('NFKC').trim())
  return match ? Number(match[1]) : undefined
}
