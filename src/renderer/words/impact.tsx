import type { ProviderDetail } from '#shared/contract/providers'
import { useWords } from './messages.tsx'
import { timeText } from './when.ts'

/** Whom a change of a provider's status reaches: customers, links by channel, and what its server has called lately. */
export function Impact({
  provider: { customers, byChannel, traffic },
}: {
  provider: Pick<ProviderDetail, 'customers' | 'byChannel' | 'traffic'>
}) {
  const { t } = useWords()
  return (
    <div>
      <p>
        {t('provider.stop.impact', {
          customers,
          personal: byChannel.personal ?? 0,
          business: byChannel.business ?? 0,
        })}
      </p>
      <p>{t('provider.stop.traffic', { ...traffic, since: timeText(traffic.since) })}</p>
    </div>
  )
}
