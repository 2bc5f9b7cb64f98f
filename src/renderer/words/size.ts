const units = ['MB', 'GB', 'TB'] as const

/** Bytes as 1.5 MB, 20.0 GB: multiples of 1024, as the file managers of Windows say them. */
export function sizeText(bytes: number): string {
  let value = bytes / 1_048_576
  let at = 0
  for (; value >= 1024 && at < units.length - 1; at += 1) value /= 1024
  return `${value.toFixed(1)} ${units[at]}`
}
