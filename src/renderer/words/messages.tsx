import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { ErrorCode } from '#shared/errors'
import { en } from '#shared/messages/en'
import { errorsEn } from '#shared/messages/errors-en'
import { errorsJa } from '#shared/messages/errors-ja'
import { ja, type MessageKey, type Messages } from '#shared/messages/ja'
import { type Calendar, currentCalendar, keepCalendar } from './when.ts'

export type Language = 'ja' | 'en'
type Values = Record<string, string | number>

interface Words {
  language: Language
  setLanguage: (language: Language) => void
  calendar: Calendar
  setCalendar: (calendar: Calendar) => void
  t: (key: MessageKey, values?: Values) => string
  error: (code: ErrorCode) => { what: string; todo: string }
}

const catalogues: Record<Language, Messages> = { ja, en }
const Context = createContext<Words | undefined>(undefined)
const kept = 'desk.language'

export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(kept) === 'en' ? 'en' : 'ja',
  )
  const [calendar, setCalendar] = useState(currentCalendar)
  useEffect(() => {
    document.documentElement.lang = language
    localStorage.setItem(kept, language)
  }, [language])
  const words = useMemo<Words>(
    () => ({
      language,
      setLanguage,
      calendar,
      setCalendar: (next) => {
        keepCalendar(next)
        setCalendar(next)
      },
      t: (key, values) => fill(catalogues[language][key], values),
      error: (code) => (language === 'ja' ? errorsJa : errorsEn)[code],
    }),
    [language, calendar],
  )
  return <Context value={words}>{children}</Context>
}

export function useWords(): Words {
  const words = useContext(Context)
  if (!words) throw new Error('outside of WordsProvider')
  return words
}

/** A key made from a value, such as a state or a reason: missing ones show the value itself rather than nothing. */
export function optional(t: Words['t'], key: string, fallback: string): string {
  return Object.hasOwn(ja, key) ? t(key as MessageKey) : fallback
}

function fill(text: string, values: Values | undefined): string {
  return values
    ? text.replace(/\{(\w+)\}/g, (whole, name) =>
        Object.hasOwn(values, name) ? String(values[name]) : whole,
      )
    : text
}
