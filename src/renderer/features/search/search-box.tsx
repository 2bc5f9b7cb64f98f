import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react'
import { desk, deskQuery } from '#desk'
import type { MessageKey } from '#shared/messages/catalogue'
import { searchKey } from '#shared/search-key'
import { optional, timeText, useWords } from '#words'
import style from './search-box.module.css'

interface Option {
  id: string
  group: MessageKey
  to: string | (() => void)
  main: string
  side: string
}

const waitMs = 120
const settledMs = 1_000

/** The front door: one box for names, kana, phones, numbers, providers. Results under it, arrows and Enter, Esc closes (U1). */
export function SearchBox({
  onOpen,
  commands,
  readsCustomers,
}: {
  onOpen: (to: string) => void
  /** What can be done from anywhere, found by its name (Ctrl+K). */
  commands: { label: string; run: () => void }[]
  readsCustomers: boolean
}) {
  const { t } = useWords()
  const list = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const composing = useRef(false)
  /** Opened by Ctrl+K: commands stand in the list before anything is typed. */
  const [palette, setPalette] = useState(false)
  useEffect(() => {
    const show = (): void => {
      setPalette(true)
      setOpen(true)
      setAt(0)
    }
    window.addEventListener('desk-palette', show)
    return () => window.removeEventListener('desk-palette', show)
  }, [])
  /** What was typed when Enter came too early. */
  const enter = useRef('')

  useEffect(() => {
    const timer = setTimeout(() => {
      if (!composing.current) setAsked(text.trim())
    }, waitMs)
    return () => clearTimeout(timer)
  }, [text])
  // What rests for a second, or whose result is opened, is kept in the audit (R71).
  const told = useRef('')
  const tell = useCallback(
    (text: string): void => {
      if (text === '' || told.current === text || !readsCustomers) return
      told.current = text
      desk.customers.search({ text, settled: true }).catch(() => {})
    },
    [readsCustomers],
  )
  useEffect(() => {
    const timer = setTimeout(() => tell(asked), settledMs)
    return () => clearTimeout(timer)
  }, [asked, tell])

  const found = useQuery(
    deskQuery.customers.search.queryOptions({
      input: { text: asked, settled: false },
      enabled: open && asked !== '' && readsCustomers,
      placeholderData: keepPreviousData,
    }),
  )
  const recent = useQuery(
    deskQuery.customers.recent.queryOptions({ enabled: open && asked === '' && readsCustomers }),
  )

  const customerOption =
    (group: MessageKey) =>
    (customer: {
      id: number
      name: string
      kana: string
      branchName: string
      maskedNumber: string
      liveGrants: number
    }): Option => ({
      id: `customer-${customer.id}`,
      group,
      to: `/customers/${customer.id}`,
      main: `${customer.name}（${customer.kana}）`,
      side: `${customer.branchName}　${customer.maskedNumber}　${t('search.liveGrants', { count: customer.liveGrants })}`,
    })
  const commandOptions = (key: string | null): Option[] =>
    commands
      .filter(({ label }) => key === null || (key !== '' && searchKey(label).includes(key)))
      .map(({ label, run }) => ({
        id: `command-${label}`,
        group: 'search.commands',
        to: run,
        main: label,
        side: '',
      }))
  const typed = text.trim()
  const answered =
    asked !== '' && (!readsCustomers || (found.data !== undefined && !found.isPlaceholderData))
  /** What is listed belongs to what is typed. Until then Enter opens nothing: it would be somebody else. */
  const fresh = typed === asked && (asked === '' || answered)
  const options: Option[] =
    typed === ''
      ? [
          ...(recent.data ?? []).map(customerOption('search.recent')),
          ...(palette ? commandOptions(null) : []),
        ]
      : asked === ''
        ? []
        : [
            ...(found.data?.requests ?? []).map(
              (request): Option => ({
                id: `request-${request.id}`,
                group: 'menu.requests',
                to: `/requests/${request.id}`,
                main: `${request.number}　${request.customerName}`,
                side: timeText(request.openedAt),
              }),
            ),
            ...(found.data?.grants ?? []).map(
              (grant): Option => ({
                id: `grant-${grant.id}`,
                group: 'menu.grants',
                to: `/customers/${grant.customerId}`,
                main: `${grant.label}　${grant.customerName}`,
                side: '',
              }),
            ),
            ...(found.data?.customers ?? []).map(customerOption('menu.customers')),
            ...(found.data?.providers ?? []).map(
              (provider): Option => ({
                id: `provider-${provider.id}`,
                group: 'menu.providers',
                to: `/providers/${provider.id}`,
                main: provider.name,
                side: optional(t, `providerStatus.${provider.status}`, provider.status),
              }),
            ),
            ...commandOptions(searchKey(asked)),
          ]
  const shown = open && (asked !== '' || options.length > 0)
  const searched = answered && typed !== ''
  const current = Math.min(at, options.length - 1)

  const choose = (option: Option | undefined): void => {
    if (!option) return
    tell(asked)
    setOpen(false)
    setText('')
    setAsked('')
    input.current?.blur()
    setPalette(false)
    if (typeof option.to === 'string') onOpen(option.to)
    else option.to()
  }
  // Enter came before the answer: a single hit is opened when it is there, several are shown to be chosen from.
  const only = fresh && options.length === 1 ? options[0] : undefined
  const early = useRef<() => void>(() => {})
  early.current = () => {
    if (enter.current === '' || enter.current !== typed) return
    enter.current = ''
    choose(only)
  }
  useEffect(() => {
    if (answered) early.current()
  }, [answered])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') {
      setOpen(true)
      setAt(Math.min(current + 1, options.length - 1))
    } else if (event.key === 'ArrowUp') setAt(Math.max(current - 1, 0))
    else if (event.key === 'Enter') {
      if (fresh) choose(options[Math.max(current, 0)])
      else {
        enter.current = typed
        setAsked(typed)
      }
    } else if (event.key === 'Escape') {
      if (text === '') input.current?.blur()
      setText('')
      setOpen(false)
    } else return
    event.preventDefault()
  }

  return (
    <div className={style.box}>
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
        aria-activedescendant={shown && current >= 0 ? `${list}-${current}` : undefined}
        placeholder={t('search.placeholder')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setOpen(true)
          setAt(0)
        }}
        onCompositionStart={() => {
          composing.current = true
        }}
        onCompositionEnd={(event) => {
          composing.current = false
          setText(event.currentTarget.value)
          setAsked(event.currentTarget.value.trim())
        }}
        // Not on focus: the box has it from the start, and the list would lie over the page.
        onClick={() => setOpen(true)}
        onBlur={() => {
          setOpen(false)
          setPalette(false)
        }}
        onKeyDown={onKeyDown}
      />
      <span className="visually-hidden" role="status">
        {searched && shown ? t('search.count', { count: options.length }) : ''}
      </span>
      <div className={style.list} hidden={!shown}>
        {options.length > 0 && (
          <div id={list} role="listbox" aria-label={t('search.label')}>
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
                  onPointerDown={(event) => event.preventDefault()}
                  onPointerUp={() => choose(option)}
                  onPointerMove={() => setAt(i)}
                >
                  <span>{option.main}</span>
                  <span className={style.side}>{option.side}</span>
                </div>
              </div>
            ))}
          </div>
        )}
        {searched && options.length === 0 && (
          <div className={style.note}>
            <p>{t('search.none', { text: asked })}</p>
            <p>{t(found.data?.hint === 'digits' ? 'search.none.digits' : 'search.none.todo')}</p>
          </div>
        )}
        {asked !== '' && !found.data && <div className={style.note}>{t('search.searching')}</div>}
        {searched && found.data?.more && <div className={style.note}>{t('search.more')}</div>}
      </div>
    </div>
  )
}
