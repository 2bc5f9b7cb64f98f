import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { matchPath, NavLink, Route, Routes, useLocation, useNavigate } from 'react-router'
import { desk } from '#desk'
import { Empty, Page } from '#ui'
import {
  SentBar,
  useMay,
  useMe,
  useOfferedActs,
  useShortcuts,
  useTold,
  useWords,
  watchTold,
} from '#words'
import { SearchBox } from '../features/search/search-box.tsx'
import { CallTabs } from './call-tabs.tsx'
import { KeySheet } from './key-sheet.tsx'
import { menuOf, routesOf } from './routes.tsx'
import { SavedViews } from './saved-views.tsx'
import style from './shell.module.css'
import { StatusLine } from './status-line.tsx'
import { ToldList } from './told-list.tsx'
import { useAppearance } from './use-appearance.ts'
import { useIdleLock } from './use-idle-lock.ts'
import { useKeptScroll } from './use-kept-scroll.ts'
import { useStatus } from './use-status.ts'

export function Shell({
  onLock,
  onChangePassword,
}: {
  onLock: () => void
  onChangePassword: () => void
}) {
  const me = useMe()
  const mayTake = useMay('requests.open')
  const { t, language, setLanguage, calendar, setCalendar } = useWords()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [sheet, setSheet] = useState(false)
  const [toldOpen, setToldOpen] = useState(false)
  const told = useTold().length
  useEffect(() => watchTold(document), [])
  const { status, lostAt } = useStatus()
  const [appearance, setAppearance] = useAppearance()
  const offeredActs = useOfferedActs()
  const signOut = async (): Promise<void> => {
    await desk.staff.signOut()
    navigate('/')
    queries.clear()
  }
  useIdleLock(me.idleMinutes, onLock)
  const entries = menuOf(me.role)
  useShortcuts({
    help: () => setSheet(true),
    told: () => setToldOpen(true),
    go: ({ key }) => {
      const entry = entries.find((one) => one.key === key.toLowerCase())
      if (entry) navigate(entry.path)
    },
  })

  const main = useRef<HTMLElement>(null)
  useKeptScroll(main)
  // In a narrow window the menu is one line that scrolls.
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const here = routesOf(me.role).find(({ path }) => matchPath(path, pathname) !== null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is what this is about
  useEffect(() => {
    const current = nav.current?.querySelector('[aria-current="page"]')
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])

  const theme = { system: 'dark', dark: 'light', light: 'system' } as const
  const acts = [
    { label: t('app.lock'), run: onLock },
    { label: t('password.title'), run: onChangePassword },
    { label: t('told.count', { count: told }), run: () => setToldOpen(true) },
    { label: t('app.help'), run: () => setSheet(true) },
    {
      label: `${t('app.theme')}: ${t(`theme.${appearance}`)}`,
      run: () => setAppearance(theme[appearance]),
    },
    {
      label: `${t('app.calendar')}: ${t(`calendar.${calendar}`)}`,
      run: () => setCalendar(calendar === 'era' ? 'common' : 'era'),
    },
    { label: t('app.language'), run: () => setLanguage(language === 'ja' ? 'en' : 'ja') },
    { label: t('app.signOut'), run: () => void signOut() },
  ]
  return (
    <div className={style.shell} data-practice={status?.demo ? t('app.practice') : undefined}>
      <a className={style.skip} href="#main">
        {t('app.skip')}
      </a>
      <header className={style.top}>
        <NavLink to="/" className={style.name}>
          {t('app.name')}
        </NavLink>
        <div className={style.search}>
          <SearchBox
            commands={[
              ...offeredActs,
              ...entries.map(({ label, path }) => ({ label: t(label), run: () => navigate(path) })),
              ...acts,
            ]}
            onOpen={navigate}
          />
        </div>
        <MenuTrigger>
          <AriaButton className={style.me}>
            <span>{me.name}</span>
            <span className={style.role}>
              {t(`role.${me.role}`)} {me.branchName}
            </span>
            <span aria-hidden="true">▾</span>
          </AriaButton>
          <Popover className={style.popover}>
            <Menu className={style.menu}>
              {acts.map(({ label, run }) => (
                <MenuItem key={label} onAction={run}>
                  {label}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      </header>
      <nav ref={nav} className={style.nav} aria-label={t('menu.label')}>
        {entries.map((entry) => (
          <NavLink
            key={entry.path}
            to={entry.path}
            end={entry.path === '/'}
            className={({ isActive }) =>
              isActive ? `${style.link} ${style.current}` : (style.link ?? '')
            }
          >
            {t(entry.label)}
          </NavLink>
        ))}
        <SavedViews allowed={entries.map((entry) => entry.path)} />
      </nav>
      <div className={style.work}>
        {mayTake && <CallTabs />}
        <SentBar />
        <main ref={main} id="main" className={style.main} tabIndex={-1}>
          <Routes>
            {routesOf(me.role).map(({ path, call, element }) => (
              <Route
                key={`${path} ${call}`}
                path={path}
                element={typeof element === 'function' ? element(status) : element}
              />
            ))}
            <Route
              path="*"
              element={
                <Page title={t('app.notFound')}>
                  <Empty title={t('app.notFound.todo')} />
                </Page>
              }
            />
          </Routes>
        </main>
      </div>
      <StatusLine status={status} lostAt={lostAt} />
      <KeySheet open={sheet} page={here} menu={entries} onClose={() => setSheet(false)} />
      <ToldList open={toldOpen} onClose={() => setToldOpen(false)} />
    </div>
  )
}
