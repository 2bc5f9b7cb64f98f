import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Failure, useShortcuts, useWords } from '#words'
import style from './search-box.module.css'
import { type Command, type Option, optionsBefore, optionsFor } from './search-groups.ts'
import { SearchNotes } from './search-notes.tsx'
import { useSearch } from './use-search.ts'

/**
 * The front door: one box for names, kana, phones, numbers, providers. Results under it, arrows and Enter, Esc closes (U1).
 * Decision 0022 says why this is not react-aria's Autocomplete.
 */
export function SearchBox({
  onOpen,
  commands,
}: {
  onOpen: (to: string) => void
  /** All of them stand in the list by Ctrl+K. */
  commands: Command[]
}) {
  const { t } = useWords()
  const list = useId()
  const input = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  /** Opened by Ctrl+K: commands stand in the list before anything is typed. */
  const [palette, setPalette] = useState(false)
  const focus = (): void => input.current?.focus()
  useShortcuts({
    search: focus,
    palette: () => {
      focus()
      setPalette(true)
      setOpen(true)
      setAt(0)
    },
  })
  const { text, typed, asked, found, failed, answered, fresh, ...search } = useSearch(open)
  const options =
    typed === ''
      ? optionsBefore(t, search.recent, palette ? commands : [])
      : asked === ''
        ? []
        : optionsFor(t, asked, found, commands)
  const shown = open && (asked !== '' || options.length > 0)
  const searched = answered && typed !== ''
  const current = Math.min(at, options.length - 1)
  const optionId = shown && current >= 0 ? `${list}-${current}` : undefined
  useEffect(() => {
    if (optionId) document.getElementById(optionId)?.scrollIntoView({ block: 'nearest' })
  }, [optionId])

  const close = (): void => {
    setOpen(false)
    setPalette(false)
  }
  const choose = (option: Option | undefined): void => {
    if (!option) return
    search.setText('')
    search.setAsked('')
    input.current?.blur()
    close()
    if (typeof option.to === 'string') onOpen(option.to)
    else option.to()
  }
  // Enter came before the answer: a single hit is opened when it is there, several are shown to be chosen from.
  // Only for a number, a label or Latin letters, which stand for one record: a name may be misheard, so its hits are looked at first.
  const [entered, setEntered] = useState('')
  const pressed = useRef('')
  useEffect(() => {
    if (entered === '' || !fresh) return
    setEntered('')
    if (entered === typed && options.length === 1 && !found?.partly && !/\p{Lo}/u.test(typed))
      choose(options[0])
  })
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') {
      setOpen(true)
      setAt(open ? Math.min(current + 1, options.length - 1) : 0)
    } else if (event.key === 'ArrowUp') setAt(Math.max(current - 1, 0))
    else if (event.key === 'Enter') {
      if (fresh) choose(options[current])
      else {
        setEntered(typed)
        search.setAsked(typed)
      }
    } else if (event.key === 'Escape') {
      if (text === '') input.current?.blur()
      search.setText('')
      setOpen(false)
    } else return
    event.preventDefault()
  }

  /** Words that narrow the search are typed for the person, who goes on typing after them. */
  const narrow = (words: string): void => {
    search.setText(`${typed} ${words} `)
    search.setAsked(`${typed} ${words}`)
    setAt(0)
    focus()
  }

  return (
    <search
      className={style.box}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) close()
      }}
    >
      <svg className={style.icon} aria-hidden="true" viewBox="0 0 20 20" width="18" height="18">
        <circle cx="8.5" cy="8.5" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M13 13l5 5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
      <input
        ref={input}
        data-search=""
        className={style.input}
        type="text"
        role="combobox"
        aria-label={t('search.label')}
        aria-expanded={shown && options.length > 0}
        aria-controls={shown && options.length > 0 ? list : undefined}
        aria-autocomplete="list"
        aria-activedescendant={optionId}
        placeholder={t('search.placeholder')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          search.setText(event.target.value)
          setOpen(true)
          setAt(0)
        }}
        {...search.compositionProps}
        // Not on focus: the box has it from the start, and the list would lie over the page.
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
      />
      <span className="visually-hidden" role="status">
        {searched && shown ? t('search.count', { count: options.length }) : ''}
      </span>
      <div className={style.list} hidden={!shown}>
        {searched && found && <SearchNotes found={found} onNarrow={narrow} onLeave={focus} />}
        {options.length > 0 && (
          // Busy: what is shown is the answer to less than what is typed, and Enter opens nothing of it.
          <div id={list} role="listbox" aria-label={t('search.label')} aria-busy={!fresh}>
            {options.map((option, i) => (
              <div key={option.id} role="presentation">
                {options[i - 1]?.group !== option.group && (
                  <div className={style.group} role="presentation">
                    {t(option.group)}
                  </div>
                )}
                <div
                  id={`${list}-${i}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={i === current}
                  className={style.option}
                  onPointerDown={(event) => {
                    event.preventDefault()
                    pressed.current = option.id
                  }}
                  // An answer that came in between may have put another row here.
                  onPointerUp={() => pressed.current === option.id && choose(option)}
                  onPointerMove={() => setAt(i)}
                >
                  <span>{option.main}</span>
                  <span className={style.side}>{option.side}</span>
                </div>
              </div>
            ))}
          </div>
        )}
        {failed && <Failure error={failed} />}
        {searched && options.length === 0 && (
          <div className={style.note}>
            <p>{t('search.none', { text: asked })}</p>
            <p>{t(found?.hint === 'digits' ? 'search.none.digits' : 'search.none.todo')}</p>
          </div>
        )}
        {asked !== '' && !found && !failed && (
          <div className={style.note}>{t('search.searching')}</div>
        )}
      </div>
    </search>
  )
}
