import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { NavLink, useLocation, useNavigate } from 'react-router'
import { deskQuery } from '#desk'
import { Button } from '#ui'
import {
  dialogIsOpen,
  keyText,
  type OpenCall,
  shortcuts,
  useOpenCalls,
  useShortcuts,
  useWords,
} from '#words'
import style from './call-tabs.module.css'

const nameOf = ({ name, maskedNumber }: OpenCall): string => name || maskedNumber
const pageOf = ({ id }: OpenCall): string => `/customers/${id}`

/** The calls that a person has on the line, one tab each. Another one is taken without touching any of them. */
export function CallTabs() {
  const { t } = useWords()
  const { calls, keep, drop } = useOpenCalls()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const current = calls.find((call) => pageOf(call) === pathname)
  const states = useQuery(
    deskQuery.requests.calls.queryOptions({
      input: { customerIds: calls.map(({ id }) => id) },
      enabled: calls.length > 0,
      refetchInterval: 15_000,
      placeholderData: keepPreviousData,
    }),
  )
  const stateOf = ({ id }: OpenCall) => states.data?.find(({ customerId }) => customerId === id)
  // Closed on another page, or by a colleague.
  const over = states.isPlaceholderData
    ? undefined
    : calls.find((call) => call !== current && call.begun && stateOf(call)?.state === 'none')
  useEffect(() => {
    if (over) drop(over.id)
  })
  // What is typed in a dialog of a customer's page is kept; in others it would be lost.
  const mayLeave = (): boolean => pathname.startsWith('/customers/') || !dialogIsOpen()
  const next = (): void => {
    if (!mayLeave()) return
    if (current) keep({ ...current, aside: true })
    navigate('/')
    document.querySelector<HTMLInputElement>('[data-search]')?.focus()
  }
  const close = (call: OpenCall): void => {
    drop(call.id)
    if (call === current) navigate('/')
  }
  useShortcuts({
    nextCall: next,
    calls: ({ code }) => {
      const call = calls[Number(code.at(-1)) - 1]
      if (call && mayLeave()) navigate(pageOf(call))
    },
  })
  const closing = (call: OpenCall): string => {
    const { number, state } = stateOf(call) ?? { number: null, state: 'none' }
    return number !== null && state !== 'done'
      ? t('calls.closeOpen', { name: nameOf(call), number })
      : t('calls.close', { name: nameOf(call) })
  }
  // Of more than fit, the one whose page is shown is in sight.
  const list = useRef<HTMLDivElement>(null)
  const [shown, many] = [current?.id, calls.length]
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page, or another tab, is what this is about
  useEffect(() => {
    list.current
      ?.querySelector('[data-current]')
      ?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [shown, many])
  if (calls.length === 0) return null
  return (
    <nav className={style.tabs} aria-label={t('calls.title')}>
      <div className={style.list} ref={list}>
        {calls.map((call, at) => (
          <span key={call.id} className={style.tab} data-current={call === current || undefined}>
            <NavLink
              to={pageOf(call)}
              title={`${nameOf(call)}　${call.maskedNumber}　Alt+${at + 1}`}
            >
              <span className={style.name}>{nameOf(call)}</span>
              <span className={style.state}>
                {[
                  call.maskedNumber,
                  ...(states.data ? [t(`calls.state.${stateOf(call)?.state ?? 'none'}`)] : []),
                ].join('　')}
              </span>
            </NavLink>
            <button type="button" aria-label={closing(call)} onClick={() => close(call)}>
              ×
            </button>
          </span>
        ))}
      </div>
      <Button small shortcut={keyText(shortcuts.nextCall.keys[1])} onPress={next}>
        {t('calls.next')}
      </Button>
    </nav>
  )
}
