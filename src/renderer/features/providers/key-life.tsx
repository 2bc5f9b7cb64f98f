import { atJapan, dateText, dayAfter } from '#shared/japanese-date'
import { parseDate } from '#shared/parse-date'
import { TextInput } from '#ui'
import { useWords } from '#words'
import style from './provider.module.css'

type Key = Record<string, unknown> & { kid?: unknown }
const parts = ['nbf', 'exp'] as const
type Part = (typeof parts)[number]

function keysIn(text: string): Key[] {
  try {
    const { keys } = JSON.parse(text)
    return Array.isArray(keys) ? keys : []
  } catch {
    return []
  }
}

/** The first second of a day as it was typed, of its end the first one after it; what is no day stays as it is, and is refused. */
function secondsOf(part: Part, value: unknown): unknown {
  if (typeof value !== 'string') return value
  const parsed = parseDate(value)
  if (!('date' in parsed)) return value
  return atJapan(part === 'nbf' ? parsed.date : dayAfter(parsed.date)) / 1000
}

/** Keys as text, with the days that were typed for them as the seconds that are registered (RFC 7519 §2). */
export function withSeconds(text: string): string {
  const keys = keysIn(text)
  if (!keys.some((key) => parts.some((part) => typeof key?.[part] === 'string'))) return text
  return JSON.stringify({
    keys: keys.map((key) => ({
      ...key,
      ...Object.fromEntries(
        parts.flatMap((part) => (part in key ? [[part, secondsOf(part, key[part])]] : [])),
      ),
    })),
  })
}

function dayOf(part: Part, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'number') return ''
  return dateText(value * 1000 - (part === 'nbf' ? 0 : 1))
}

/** From which day and until which day each key counts: two keys whose days overlap change places without a failure. */
export function KeyLife({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useWords()
  const keys = keysIn(text)
  const set = (at: number, part: Part, typed: string): void =>
    onChange(
      JSON.stringify(
        {
          keys: keys.map((key, i) => {
            const { [part]: _, ...rest } = key
            return i !== at ? key : typed === '' ? rest : { ...rest, [part]: typed }
          }),
        },
        null,
        2,
      ),
    )
  return keys.map((key, at) => (
    <div key={String(key.kid ?? at)} className={style.columns}>
      {parts.map((part) => {
        const value = key[part]
        const isWrong = typeof value === 'string' && !('date' in parseDate(value))
        return (
          <TextInput
            half
            key={part}
            label={t(`keys.${part}`, { kid: String(key.kid) })}
            hint={part === 'nbf' ? t('keys.life.hint') : undefined}
            value={dayOf(part, value)}
            onChange={(typed) => set(at, part, typed)}
            error={isWrong ? t('inputError.date', { value }) : undefined}
          />
        )
      })}
    </div>
  ))
}
