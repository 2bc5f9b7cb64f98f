/** An event of a whole day. */
export interface DayEvent {
  /** The same in each file for the same thing, so that a calendar changes its entry and adds none. */
  uid: string
  /** `YYYY-MM-DD` */
  on: string
  title: string
  words: string
}

const escaped = (text: string): string =>
  text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n')

/** A line of at most 75 octets, and the rest of it in further ones that begin with a space; no character is cut (RFC 5545 §3.1). */
function folded(line: string): string {
  const lines: string[] = []
  let [now, octets] = ['', 0]
  for (const sign of line) {
    const more = Buffer.byteLength(sign)
    if (octets + more > 75) {
      lines.push(now)
      ;[now, octets] = [' ', 1]
    }
    now += sign
    octets += more
  }
  return [...lines, now].join('\r\n')
}

/** Days as an iCalendar file (RFC 5545 §3.4, §3.6.1). @param at when it is made, epoch ms */
export function calendarOf(name: string, at: number, events: readonly DayEvent[]): string {
  const stamp = `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//renkei-desk//JA',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap(({ uid, on, title, words }) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${on.replaceAll('-', '')}`,
      `SUMMARY:${escaped(title)}`,
      `DESCRIPTION:${escaped(words)}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}
