import { useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { NavLink, Route, Routes, useNavigate } from 'react-router'
import { desk } from '#desk'
import { roleMay } from '#shared/contract/may'
import { Empty, Page, Skeleton } from '#ui'
import { useMe, useShortcuts, useWords } from '#words'
import { SearchBox } from '../features/search/search-box.tsx'
import { KeySheet } from './key-sheet.tsx'
import { menuOf, routesOf } from './routes.tsx'
import { SavedViews } from './saved-views.tsx'
import style from './shell.module.css'
import { StatusLine } from './status-line.tsx'
import { useAppearance } from './use-appearance.ts'
import { useIdleLock } from './use-idle-lock.ts'
import { useStatus } from './use-status.ts'

export function Shell({
  onLock,
  onChangePassword,
}: {
  onLock: () => void
  onChangePassword: () => void
}) {
  const me = useMe()
  const { t, language, setLanguage, calendar, setCalendar } = useWords()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [sheet, setSheet] = useState(false)
  const { status, lostAt } = useStatus()
  const [appearance, setAppearance] = useAppearance()
  const signOut = async (): Promise<void> => {
    await desk.staff.signOut()
    navigate('/')
    queries.clear()
  }
  useIdleLock(me.idleMinutes, onLock)
  const entries = menuOf(me.role)
  useShortcuts({
    help: () => setSheet(true),
    go: ({ key }) => {
      const entry = entries.find((one) => one.key === key.toLowerCase())
      if (entry) navigate(entry.path)
    },
  })

  return (
    <div className={style.shell} data-practice={status?.demo ? '' : undefined}>
      <a className={style.skip} href="#main">
        {t('app.skip')}
      </a>
      <header className={style.top}>
        <NavLink to="/" className={style.name}>
          {t('app.name')}
        </NavLink>
        <div className={style.search}>
          <SearchBox
            readsCustomers={roleMay(me.role, 'customers.search')}
            commands={[
              ...entries.map((entry) => ({
                label: t(entry.label),
                run: () => navigate(entry.path),
              })),
              { label: t('app.lock'), run: onLock },
              { label: t('app.help'), run: () => setSheet(true) },
              { label: t('password.title'), run: onChangePassword },
              { label: t('app.signOut'), run: () => void signOut() },
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
            <Menu
              className={style.menu}
              onAction={(key) => {
                if (key === 'lock') onLock()
                if (key === 'out') void signOut()
                if (key === 'password') onChangePassword()
                if (key === 'keys') setSheet(true)
                if (key === 'calendar') setCalendar(calendar === 'era' ? 'common' : 'era')
                if (key === 'language') setLanguage(language === 'ja' ? 'en' : 'ja')
                if (key === 'theme')
                  setAppearance(
                    appearance === 'system' ? 'dark' : appearance === 'dark' ? 'light' : 'system',
                  )
              }}
            >
              <MenuItem id="lock">{t('app.lock')}</MenuItem>
              <MenuItem id="password">{t('password.title')}</MenuItem>
              <MenuItem id="keys">{t('app.help')}</MenuItem>
              <MenuItem id="theme">{`${t('app.theme')}: ${t(`theme.${appearance}`)}`}</MenuItem>
              <MenuItem id="calendar">{`${t('app.calendar')}: ${t(`calendar.${calendar}`)}`}</MenuItem>
              <MenuItem id="language">{t('app.language')}</MenuItem>
              <MenuItem id="out">{t('app.signOut')}</MenuItem>
            </Menu>
          </Popover>
        </MenuTrigger>
      </header>
      <nav className={style.nav} aria-label={t('menu.label')}>
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
      <main id="main" className={style.main} tabIndex={-1}>
        <Suspense fallback={<Skeleton label={t('app.loading')} />}>
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
        </Suspense>
      </main>
      <StatusLine status={status} lostAt={lostAt} />
      <KeySheet open={sheet} menu={entries} onClose={() => setSheet(false)} />
    </div>
  )
}
