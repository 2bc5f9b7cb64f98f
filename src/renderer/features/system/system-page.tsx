import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { type CallName, roleMay } from '#shared/contract/may'
import type { SystemStatus } from '#shared/contract/system'
import { atJapan } from '#shared/japanese-date'
import { Badge, Button, Facts, Page, Section, Skeleton } from '#ui'
import {
  ClockBanner,
  DataBanner,
  DiskBanner,
  dateText,
  HaltBanner,
  Readiness,
  SafetyBanners,
  sizeText,
  TrafficSection,
  TrailBanner,
  timeText,
  useMe,
  useWords,
} from '#words'
import { BackupsSection } from './backups-section.tsx'
import { HaltDialog } from './halt-dialog.tsx'

/** The state of the engine, every five seconds. Each number leads to the list whose length it is. */
export function SystemPage({ status }: { status: SystemStatus | undefined }) {
  const { t } = useWords()
  const { role } = useMe()
  const [halting, setHalting] = useState(false)
  if (!status)
    return (
      <Page title={t('menu.system')}>
        <Skeleton label={t('app.loading')} />
      </Page>
    )
  const number = (value: number): string => value.toLocaleString('ja-JP')
  /** The number with its list, for whoever may open that. */
  const link = (call: CallName, to: string, value: number): ReactNode => (
    <span data-number={to}>
      {roleMay(role, call) ? <Link to={to}>{number(value)}</Link> : number(value)}
    </span>
  )
  const { audit, counts, database, disk } = status
  const hours = status.clockOffsetMs / 3_600_000
  const trailText = audit.broken
    ? t('trail.state.broken', { id: audit.broken.id })
    : audit.checkedAt === null
      ? t('trail.unchecked')
      : t('trail.whole', { entries: audit.entries, time: timeText(audit.checkedAt) })
  return (
    <Page title={t('menu.system')} sub={t('system.lead')}>
      <HaltBanner halt={status.halt} />
      <TrailBanner trail={audit} />
      <ClockBanner status={status} />
      <DiskBanner disk={disk} />
      <SafetyBanners status={status} mends />
      <DataBanner data={status.data} />
      <Readiness />
      <Section title={t('system.listeners')}>
        <Facts
          items={[
            [
              t('system.provider'),
              <span key="provider">
                <Badge
                  tone={status.provider.listening ? 'good' : 'danger'}
                  shape={status.provider.listening ? '●' : '✕'}
                >
                  {t(status.provider.listening ? 'system.on' : 'system.off')}
                </Badge>{' '}
                {status.provider.issuer}
              </span>,
            ],
            [t('system.console'), status.console ?? t('system.console.none')],
            [t('system.startedAt'), timeText(status.startedAt, true)],
            [t('word.version'), `v${status.version}`],
          ]}
        />
      </Section>
      {roleMay(role, 'system.halt') && status.halt === null && (
        <Section
          title={t('halt.section')}
          action={
            <Button small onPress={() => setHalting(true)}>
              {t('halt.do')}
            </Button>
          }
        >
          <p>{t('halt.lead')}</p>
          {halting && <HaltDialog counts={counts} onClose={() => setHalting(false)} />}
        </Section>
      )}
      <BackupsSection status={status} />
      <Section title={t('system.traffic')}>
        <Facts
          items={[
            [t('system.calls'), number(status.lastHour.calls)],
            [t('system.errors'), number(status.lastHour.refused)],
          ]}
        />
        {status.lastHour.since !== null && (
          <p>{t('system.since', { time: timeText(status.lastHour.since) })}</p>
        )}
      </Section>
      <TrafficSection providerId={null} />
      <Section title={t('menu.grants')}>
        <Facts
          items={[
            [
              t('provider.liveGrants'),
              link('grants.list', '/grants?status=active', counts.liveGrants),
            ],
            [
              t('grants.endingSoon'),
              link('grants.list', '/grants?status=ending-soon', counts.endingSoon),
            ],
            [
              t('system.revokedToday'),
              link('grants.list', '/grants?status=revoked-today', counts.revokedToday),
            ],
            [t('system.customers'), number(counts.customers)],
            [
              t('data.balanceAt'),
              status.data.balanceAt === null ? t('data.none') : timeText(status.data.balanceAt),
            ],
            [
              t('data.completeTo'),
              status.data.completeTo === null
                ? t('data.none')
                : dateText(atJapan(status.data.completeTo)),
            ],
            [
              t('system.providers'),
              link('providers.list', '/providers?view=live', counts.providers),
            ],
            [
              t('system.suspended'),
              link('providers.list', '/providers?view=suspended', counts.suspendedProviders),
            ],
          ]}
        />
      </Section>
      <Section title={t('system.database')}>
        <Facts
          items={[
            [t('system.size'), sizeText(database.bytes)],
            [
              t('disk.free'),
              t(disk.reserved ? 'disk.free.value' : 'disk.free.value.none', {
                free: sizeText(disk.freeBytes),
                total: sizeText(disk.totalBytes),
                percent: Math.floor((disk.freeBytes / Math.max(disk.totalBytes, 1)) * 100),
              }),
            ],
            [t('system.journal'), database.journal],
            [t('system.onDisk'), t(database.onDisk ? 'system.onDisk.yes' : 'system.onDisk.no')],
            [t('trail.state'), trailText],
            [t('system.memory'), sizeText(status.memoryBytes)],
            [
              t('system.checkedAt'),
              database.checkedAt === null
                ? t('system.checkedAt.none')
                : t('system.checkedAt.found', { time: timeText(database.checkedAt, true) }),
            ],
            [t('system.folder'), <code key="folder">{database.folder}</code>],
            [t('system.clock'), hours === 0 ? t('system.clock.none') : `${hours.toFixed(1)} h`],
          ]}
        />
      </Section>
    </Page>
  )
}
