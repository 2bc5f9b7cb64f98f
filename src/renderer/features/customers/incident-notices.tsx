import type { CustomerView } from '#shared/contract/customers'
import { Banner } from '#ui'
import { timeText, useWords } from '#words'

/** What clerks say of an incident of a provider with which the customer has or had a link, and how the provider stands now. */
export function IncidentNotices({
  incidents,
}: {
  incidents: NonNullable<CustomerView['full']>['incidents']
}) {
  const { t } = useWords()
  return incidents.map(({ providerName: provider, status, since, words }) => (
    <Banner key={`${provider}-${words}`} tone="warn" title={t('case.desk', { provider })}>
      <p>{words || t('case.desk.none')}</p>
      <p>
        {t('case.desk.state', { state: t(`providerStatus.${status}`), since: timeText(since) })}
      </p>
    </Banner>
  ))
}
