import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { ErrorCode } from '#shared/errors'
import { type Say, sayIn } from '#shared/messages/catalogue'
import { errorTexts } from '#shared/messages/errors'
import { inLanguage, type Language } from '#shared/messages/text'
import { type Calendar, currentCalendar, keepCalendar } from './when.ts'

interface Words {
  language: Language
  setLanguage: (language: Language) => void
  calendar: Calendar
  setCalendar: (calendar: Calendar) => void
  t: Say
  error: (code: ErrorCode) => { what: string; todo: string }
}

const Context = createContext<Words | undefined>(undefined)
const kept = 'renkei.language'

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
      t: sayIn(language),
      error: (code) => ({
        what: inLanguage(errorTexts[code].what, language),
        todo: inLanguage(errorTexts[code].todo, language),
      }),
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
