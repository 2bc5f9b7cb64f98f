import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { deskQuery } from '#desk'
import type { DayCounts } from '#shared/contract/day-counts'
import { type CallName, roleMay } from '#shared/contract/may'
import type { SystemStatus } from '#shared/contract/system'
import { dayCountText } from '#shared/day-count'
import { Banner, Empty, Page, Section } from '#ui'
import {
  AtOnce,
  ClockBanner,
  DataBanner,
  DiskBanner,
  grantCountsText,
  HaltBanner,
  Loaded,
  Readiness,
  SafetyBanners,
  TrafficSection,
  TrailBanner,
  useMe,
  useWords,
} from '#words'
import { Bursts } from './bursts.tsx'
import { CasesUnderWay } from './cases-under-way.tsx'
import { FailedPlans } from './failed-plans.tsx'
import { NearLimitsToday } from './near-limits.tsx'
import { Proposals } from './proposals.tsx'
import { PublicationAlert } from './publication-alert.tsx'
import { RefusedProposals } from './refused-proposals.tsx'
import style from './today-page.module.css'

/** Each number and its list; a role has the link only where it may open the list. */
const numbers = [
  ['unfinished', '/requests?view=unfinished', 'requests.list'],
  ['toApprove', '/requests?view=to-approve', 'requests.list'],
  ['toLook', '/requests?view=to-look', 'requests.list'],
  ['overdue', '/requests?view=overdue', 'requests.list'],
  ['endingSoon', '/grants?status=ending-soon', 'grants.list'],
  ['revokedToday', '/grants?status=revoked-today', 'grants.list'],
  ['failingProviders', '/providers?view=failing', 'providers.list'],
] as const satisfies readonly [
  Exclude<
    keyof DayCounts,
    'branchCode' | 'manySearches' | 'dueStops' | 'dueKeys' | 'dueDates' | 'failedPlans'
  >,
  string,
  CallName,
][]

/** The first page: the day's work (U34). The search box has the focus. */
export function TodayPage({ status }: { status: SystemStatus | undefined }) {
  const { t } = useWords()
  const { role } = useMe()
  const counts = useQuery(deskQuery.requests.counts.queryOptions({ refetchInterval: 15_000 }))
  const due = counts.data?.dueDates ?? { over: 0, soon: 0 }
  const recent = useQuery(deskQuery.customers.recent.queryOptions())
  useEffect(() => document.querySelector<HTMLInputElement>('[data-search]')?.focus(), [])
  return (
    <Page title={t('menu.today')} sub={t('today.lead')}>
      <AtOnce>
        <HaltBanner halt={status?.halt} />
        <TrailBanner trail={status?.audit} />
        <ClockBanner status={status} />
        <DiskBanner disk={status?.disk} />
        <SafetyBanners status={status} mends={roleMay(role, 'settings.save')} />
        <DataBanner data={status?.data} />
        <Readiness />
        <Proposals />
        <RefusedProposals />
        {roleMay(role, 'audit.list') && (counts.data?.manySearches ?? 0) > 0 && (
          <Banner tone="warn" title={t('today.manySearches')}>
            <p>
              <Link to="/audit?action=customers.searchedMuch">{t('today.manySearches.open')}</Link>
            </p>
          </Banner>
        )}
        {roleMay(role, 'providers.list') && (counts.data?.dueStops ?? 0) > 0 && (
          <Banner tone="warn" title={t('today.dueStops')}>
            <p>
              <Link to="/providers?view=stop-due">{t('today.dueStops.open')}</Link>
            </p>
          </Banner>
        )}
        {roleMay(role, 'providers.list') && (counts.data?.dueKeys ?? 0) > 0 && (
          <Banner tone="warn" title={t('today.dueKeys')}>
            <p>
              <Link to="/providers?view=keys-due">{t('today.dueKeys.open')}</Link>
            </p>
          </Banner>
        )}
        {roleMay(role, 'providers.find') && <FailedPlans plans={counts.data?.failedPlans ?? []} />}
        {roleMay(role, 'cases.list') && <CasesUnderWay />}
        {roleMay(role, 'ledger.due') && due.over + due.soon > 0 && (
          <Banner tone="warn" title={t('today.dueDates', due)}>
            <p>
              <Link to="/providers/due">{t('today.dueDates.open')}</Link>
            </p>
          </Banner>
        )}
        <PublicationAlert />
        <Bursts />
        <NearLimitsToday />
        <Loaded query={counts} lines={2}>
          {(day) => (
            <ul className={style.numbers}>
              {numbers.map(([name, to, call]) => (
                <li key={name} data-number={name} data-waits={waits(name, day[name]) || undefined}>
                  {roleMay(role, call) ? (
                    <Link to={ofBranch(to, day.branchCode)}>
                      <strong>{dayCountText(t, name, day[name])}</strong>
                      <span>{t(`today.${name}`)}</span>
                    </Link>
                  ) : (
                    <div>
                      <strong>{dayCountText(t, name, day[name])}</strong>
                      <span>{t(`today.${name}`)}</span>
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Loaded>
        <div className={style.columns}>
          <Section title={t('search.recent')}>
            <Loaded query={recent} lines={3}>
              {(customers) =>
                customers.length > 0 ? (
                  <ul className={style.list}>
                    {customers.map((customer) => (
                      <li key={customer.id}>
                        <Link to={`/customers/${customer.id}`}>{customer.name}</Link>
                        <span>{customer.kana}</span>
                        <span>
                          {customer.branchName}　{customer.maskedNumber}
                        </span>
                        <span>{grantCountsText(t, customer)}</span>
                      </li>
                    ))}
                  </ul>
                ) : (
                  <Empty title={t('reception.recent.empty')}>
                    <p>{t('reception.recent.empty.todo')}</p>
                  </Empty>
                )
              }
            </Loaded>
          </Section>
          <Section title={t('reception.steps')}>
            <ol className={style.steps}>
              <li>{t('reception.step1')}</li>
              <li>{t('reception.step2')}</li>
              <li>{t('reception.step3')}</li>
            </ol>
            <p className={style.never}>{t('request.never')}</p>
          </Section>
        </div>
        <TrafficSection providerId={null} />
      </AtOnce>
    </Page>
  )
}

/** The list of the requests that were counted. */
const ofBranch = (to: string, branchCode: string | null): string =>
  branchCode !== null && to.startsWith('/requests') ? `${to}&branch=${branchCode}` : to

const waits = (name: keyof DayCounts, n: number): boolean =>
  n > 0 &&
  (name === 'unfinished' ||
    name === 'toApprove' ||
    name === 'toLook' ||
    name === 'overdue' ||
    name === 'failingProviders')
