import { NavLink } from 'react-router'
import { useWords } from '#words'
import style from './consent.module.css'

const views = [
  { path: '/consent', label: 'consent.nav.preview' },
  { path: '/consent/walk', label: 'consent.nav.walk' },
  { path: '/consent/sheet', label: 'consent.nav.sheet' },
  { path: '/consent/texts', label: 'consent.nav.texts' },
] as const

export function ConsentNav() {
  const { t } = useWords()
  return (
    <nav className={style.nav} aria-label={t('consent.nav')}>
      {views.map(({ path, label }) => (
        <NavLink
          key={path}
          to={path}
          end={path === '/consent'}
          className={({ isActive }) =>
            isActive ? `${style.tab} ${style.here}` : (style.tab ?? '')
          }
        >
          {t(label)}
        </NavLink>
      ))}
    </nav>
  )
}
