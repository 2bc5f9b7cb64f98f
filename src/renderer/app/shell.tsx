import { useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { NavLink, Route, Routes, useNavigate } from 'react-router'
import { desk, deskQuery } from '#desk'
import type { Me } from '#shared/contract/staff'
import { Empty, Page, Skeleton } from '#ui'
import { useWords } from '#words'
import { AuditPage } from '../features/audit/audit-page.tsx'
import { PreviewPage } from '../features/consent/preview-page.tsx'
import { SheetPage } from '../features/consent/sheet-page.tsx'
import { TextEditorPage } from '../features/consent/text-editor-page.tsx'
import { TextsPage } from '../features/consent/texts-page.tsx'
import { WalkPage } from '../features/consent/walk-page.tsx'
import { CustomerPage } from '../features/customers/customer-page.tsx'
import { CustomersPage } from '../features/customers/customers-page.tsx'
import { GrantsPage } from '../features/grants/grants-page.tsx'
import { ImportsPage } from '../features/imports/imports-page.tsx'
import { ProviderEditPage } from '../features/providers/provider-edit-page.tsx'
import { ProviderPage } from '../features/providers/provider-page.tsx'
import { ProvidersPage } from '../features/providers/providers-page.tsx'
import { RequestPage } from '../features/requests/request-page.tsx'
import { RequestPanel } from '../features/requests/request-panel.tsx'
import { RequestsPage } from '../features/requests/requests-page.tsx'
import { RetentionPage } from '../features/retention/retention-page.tsx'
import { SearchBox } from '../features/search/search-box.tsx'
import { SettingsPage } from '../features/settings/settings-page.tsx'
import { StaffPage } from '../features/staff/staff-page.tsx'
import { SystemPage } from '../features/system/system-page.tsx'
import { TodayPage } from '../features/today/today-page.tsx'
import { KeySheet } from './key-sheet.tsx'
import { menuOf } from './menu.ts'
import { SavedViews } from './saved-views.tsx'
import style from './shell.module.css'
import { StatusLine } from './status-line.tsx'
import { useAppearance } from './use-appearance.ts'
import { useIdleLock } from './use-idle-lock.ts'
import { useKeys } from './use-keys.ts'
import { useStatus } from './use-status.ts'

export function Shell({ me, onChangePassword }: { me: Me; onChangePassword: () => void }) {
  const { t, language, setLanguage, calendar, setCalendar } = useWords()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [sheet, setSheet] = useState(false)
  const { status, lostAt } = useStatus()
  const [appearance, setAppearance] = useAppearance()
  const refreshMe = (): Promise<void> =>
    queries.invalidateQueries({ queryKey: deskQuery.staff.me.key() })
  const lock = async (): Promise<void> => {
    await desk.staff.lock()
    await refreshMe()
    queries.removeQueries({
      predicate: ({ queryKey }) =>
        !JSON.stringify(queryKey).includes('"me"') && !JSON.stringify(queryKey).includes('"setup"'),
    })
  }
  const signOut = async (): Promise<void> => {
    await desk.staff.signOut()
    navigate('/')
    queries.clear()
  }
  useIdleLock(me.idleMinutes, lock)
  const entries = menuOf(me.role)
  const readsCustomers = me.role !== 'sysadmin'
  const officer = me.role === 'officer' || me.role === 'hq-admin'
  const overseer = officer || me.role === 'auditor'
  const takesCalls = officer || me.role === 'clerk'
  useKeys(entries, () => setSheet(true))

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
            readsCustomers={readsCustomers}
            commands={[
              ...entries.map((entry) => ({
                label: t(entry.label),
                run: () => navigate(entry.path),
              })),
              { label: t('app.lock'), run: () => void lock() },
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
                if (key === 'lock') void lock()
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
            {readsCustomers && (
              <Route path="/" element={<TodayPage trail={status?.audit} overseer={overseer} />} />
            )}
            {readsCustomers && (
              <Route
                path="/customers/:id"
                element={
                  <CustomerPage
                    mayNameUsers={officer}
                    mayReadTrail={overseer}
                    beside={
                      takesCalls
                        ? (given) => <RequestPanel key={given.customer.id} {...given} />
                        : null
                    }
                  />
                }
              />
            )}
            {overseer && <Route path="/customers" element={<CustomersPage />} />}
            {overseer && <Route path="/grants" element={<GrantsPage />} />}
            {readsCustomers && (
              <Route path="/requests" element={<RequestsPage mayExport={overseer} />} />
            )}
            {readsCustomers && (
              <Route
                path="/requests/:id"
                element={<RequestPage mayAct={takesCalls} officer={officer} trail={overseer} />}
              />
            )}
            <Route path="/providers" element={<ProvidersPage mayEdit={me.role === 'hq-admin'} />} />
            {me.role === 'hq-admin' && (
              <Route path="/providers/new" element={<ProviderEditPage />} />
            )}
            <Route
              path="/providers/:id"
              element={
                <ProviderPage
                  mayEdit={me.role === 'hq-admin'}
                  mayReadGrants={overseer}
                  mayReadTrail={me.role !== 'clerk'}
                />
              }
            />
            {me.role === 'hq-admin' && (
              <Route path="/providers/:id/edit" element={<ProviderEditPage />} />
            )}
            {entries.some((entry) => entry.path === '/audit') && (
              <Route path="/audit" element={<AuditPage />} />
            )}
            <Route path="/consent" element={<PreviewPage />} />
            <Route path="/consent/walk" element={<WalkPage />} />
            <Route path="/consent/sheet" element={<SheetPage />} />
            <Route path="/consent/texts" element={<TextsPage mayEdit={me.role === 'hq-admin'} />} />
            <Route
              path="/consent/texts/:kind/:number"
              element={
                <TextEditorPage
                  me={{
                    id: me.id,
                    mayEdit: me.role === 'hq-admin',
                    mayApprove: officer,
                  }}
                />
              }
            />
            {entries.some((entry) => entry.path === '/imports') && (
              <Route path="/imports" element={<ImportsPage />} />
            )}
            {entries.some((entry) => entry.path === '/staff') && (
              <Route
                path="/staff"
                element={<StaffPage meId={me.id} mayEdit={me.role !== 'auditor'} />}
              />
            )}
            {entries.some((entry) => entry.path === '/retention') && (
              <Route
                path="/retention"
                element={<RetentionPage meId={me.id} mayEdit={me.role === 'hq-admin'} />}
              />
            )}
            <Route path="/settings" element={<SettingsPage mayEdit={me.role === 'hq-admin'} />} />
            <Route path="/system" element={<SystemPage status={status} />} />
            {!readsCustomers && <Route path="/" element={<SystemPage status={status} />} />}
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
      <KeySheet open={sheet} onClose={() => setSheet(false)} />
    </div>
  )
}
