import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { deskQuery } from '#desk'
import { type CallName, roleMay } from '#shared/contract/may'
import type { BeginItem, ReadinessItem } from '#shared/readiness'
import { Role } from '#shared/staff'
import { Section } from '#ui'
import { useMay, useMe } from './me.tsx'
import { useWords } from './messages.tsx'
import style from './readiness.module.css'

/** Where each item is made real, and the call that does it: whoever may make that call can. */
const places: Record<Exclude<ReadinessItem, 'issuer'>, { to: string; call: CallName }> = {
  institution: { to: '/settings?part=institution&field=name', call: 'settings.save' },
  phone: { to: '/settings?part=institution&field=phone', call: 'settings.save' },
  phoneHours: { to: '/settings?part=institution&field=phoneHours', call: 'settings.save' },
  terms: { to: '/consent/texts?kind=terms', call: 'texts.save' },
  validityPersonal: { to: '/settings?part=policy.personal', call: 'settings.save' },
  validityBusiness: { to: '/settings?part=policy.business', call: 'settings.save' },
}
/** What a new house does first, where, and the call that does it. */
const first: Record<BeginItem, { to: string; call: CallName }> = {
  administrator: { to: '/staff', call: 'staff.create' },
  headOffice: { to: '/staff', call: 'staff.create' },
  branches: { to: '/imports', call: 'imports.accept' },
  customers: { to: '/imports', call: 'imports.accept' },
  accounts: { to: '/imports', call: 'imports.accept' },
}
/** The issuer is given at the start of the program, by whoever stands before the machine: no page can set it. */
const startOptions = '--issuer https://api.example.jp --trust-front 127.0.0.1'

/**
 * What is still to be settled before a customer may be shown a page, who can do it, and where. Stands on きょう until nothing is
 * missing; then it shows nothing.
 */
export function Readiness() {
  const { t } = useWords()
  const { id: own } = useMe()
  const mayChange = useMay('staff.update')
  const missing = useQuery(
    deskQuery.setup.missing.queryOptions({ refetchInterval: 15_000, refetchOnMount: 'always' }),
  )
  if (!missing.data) return null
  const { items, begin, withoutBranch } = missing.data
  const beginning = begin.length > 0 && (
    <Section title={t('begin.title')}>
      <ul className={style.list}>
        {begin.map((item) => (
          <Item
            key={item}
            {...first[item]}
            its
            title={t(`begin.${item}`)}
            how={t(
              item === 'administrator' || item === 'headOffice'
                ? `begin.${item}.how`
                : 'begin.files.how',
            )}
          />
        ))}
      </ul>
    </Section>
  )
  const branches = withoutBranch.length > 0 && (
    <Section title={t('readiness.branch')}>
      <p>{t('readiness.branch.lead')}</p>
      <ul className={style.list}>
        {withoutBranch.map(({ id, name }) => (
          <li key={id}>
            {mayChange && id !== own ? <Link to={`/staff?open=${id}`}>{name}</Link> : name}
            <span className={style.how}>{t('readiness.branch.how')}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
  const settle = items.length > 0 && (
    <Section title={t('readiness.title')}>
      <p>{t('readiness.lead')}</p>
      <ul className={style.list}>
        {items.map((item) => {
          if (item === 'issuer')
            return (
              <li key={item}>
                <span>{t('readiness.issuer')}</span>
                <span className={style.how}>
                  {t('readiness.issuer.how')} <code>{startOptions}</code>
                </span>
                <span className={style.who}>{t('readiness.machine')}</span>
              </li>
            )
          return (
            <Item
              key={item}
              {...places[item]}
              title={t(`readiness.${item}`)}
              how={t(`readiness.${item}.how`)}
            />
          )
        })}
      </ul>
    </Section>
  )
  return (
    <>
      {beginning}
      {settle}
      {branches}
    </>
  )
}

/** One thing to do: where, how, and by whom. */
function Item({
  to,
  call,
  title,
  how,
  its,
}: {
  to: string
  call: CallName
  /** The page is theirs alone who can do it. */
  its?: true
  title: string
  how: string
}) {
  const { t } = useWords()
  const { role } = useMe()
  const who = Role.options.filter((one) => roleMay(one, call))
  const mine = who.includes(role)
  return (
    <li>
      {mine || !its ? <Link to={to}>{title}</Link> : <span>{title}</span>}
      <span className={style.how}>{how}</span>
      <span className={style.who} data-mine={mine || undefined}>
        {who.map((one) => t(`role.${one}`)).join('、')}
      </span>
    </li>
  )
}
