/** Rows of `0` and `1` as a QR code. Black on white whatever the theme: cameras expect it. Sides in CSS lengths. */
export function Qr({ rows, label, side }: { rows: string[]; label: string; side: string }) {
  const size = rows.length + 8
  const path = rows
    .flatMap((row, y) =>
      [...row].map((dark, x) => (dark === '1' ? `M${x + 4} ${y + 4}h1v1h-1z` : '')),
    )
    .join('')
  return (
    <svg width={side} height={side} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}
