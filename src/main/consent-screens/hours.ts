const days: readonly [RegExp, string][] = [
  [/^(?:平日|月(?:曜日?)?[〜~-]金(?:曜日?)?|月曜日?から金曜日?まで?)/u, 'Weekdays'],
  [/^(?:毎日|年中無休)/u, 'Every day'],
  [/^月(?:曜日?)?[〜~-]土(?:曜日?)?/u, 'Monday to Saturday'],
]
const time = String.raw`(\d{1,2})(?::|時)(\d{2})?分?`
const span = new RegExp(
  String.raw`^\s*${time}\s*(?:[〜~–−-]|から)\s*${time}(?:まで)?(?:\((練習)\))?$`,
  'u',
)

/**
 * When the telephone is answered, in English: the house writes it in Japanese, and the usual forms are read (平日 9:00〜17:00).
 * Undefined for any other, which is then shown as it was written.
 */
export function hoursInEnglish(japanese: string): string | undefined {
  const text = japanese.normalize('NFKC').replaceAll('～', '〜').trim()
  for (const [day, name] of days) {
    const rest = text.replace(day, '')
    const found = rest === text ? null : span.exec(rest)
    if (!found) continue
    const [, from, fromMinutes = '00', to, toMinutes = '00', practice] = found
    return `${name} ${from}:${fromMinutes}–${to}:${toMinutes}${practice ? ' (practice)' : ''}`
  }
  return undefined
}
