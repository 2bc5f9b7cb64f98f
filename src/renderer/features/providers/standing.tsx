import { Link } from 'react-router'
import { engineNow } from '#desk'
import type { ProviderDetail } from '#shared/contract/providers'
import type { SystemStatus } from '#shared/contract/system'
import { atJapan, isoDate } from '#shared/japanese-date'
import { isStopDue } from '#shared/provider-status'
import { Banner, Facts, Section } from '#ui'
import { dateText, HaltBanner, ProviderBadge, timeText, useMay, useWords } from '#words'
import { StatusEffects } from './status-effects.tsx'

/** In which state a provider is and since when, what that does, and what of it waits for somebody. */
export function Standing({
  provider,
  halt,
}: {
  provider: ProviderDetail
  halt: SystemStatus['halt'] | undefined
}) {
  const { t } = useWords()
  const mayReadGrants = useMay('grants.list')
  const { id, statusUntil: until } = provider
  const today = isoDate(engineNow())
  const grants = provider.liveGrants.toLocaleString('ja-JP')
  return (
    <>
      <HaltBanner halt={halt} />
      {until !== null && isStopDue(until, today) && (
        <Banner tone="warn" title={t(until < today ? 'provider.stop.over' : 'provider.stop.today')}>
          <p>{t('provider.stop.decide')}</p>
        </Banner>
      )}
      <Facts
        items={[
          [
            t('word.state'),
            <span key="status">
              <ProviderBadge status={provider.status} />
              {provider.statusCause !== null && `　${t(`statusCause.${provider.statusCause}`)}`}
              {provider.statusReason !== null && `　${provider.statusReason}`}
            </span>,
          ],
          [t('provider.statusAt'), timeText(provider.statusAt)],
          ...(until === null
            ? []
            : [[t('provider.stop.until'), dateText(atJapan(until))] as [string, string]]),
          [
            t('provider.liveGrants'),
            mayReadGrants ? (
              <Link key="grants" to={`/grants?provider=${id}&status=active`}>
                {grants}
              </Link>
            ) : (
              grants
            ),
          ],
          [t('menu.customers'), provider.customers.toLocaleString('ja-JP')],
        ]}
      />
      <Section title={t('provider.effects')}>
        <StatusEffects status={provider.status} halted={Boolean(halt)} />
      </Section>
    </>
  )
}
