import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { deskQuery } from '#desk'
import { Banner } from '#ui'
import { useMay, useWords } from '#words'

/** Refusals that are many, each with what they are and what to do: one line for each provider and cause. */
export function Bursts() {
  const { t } = useWords()
  const enabled = useMay('traffic.bursts')
  const bursts = useQuery(
    deskQuery.traffic.bursts.queryOptions({ enabled, refetchInterval: 15_000 }),
  )
  if (!bursts.data || bursts.data.length === 0) return null
  return (
    <Banner tone="warn" title={t('today.bursts')}>
      {bursts.data.map(({ providerId, providerName, cause, n, answered }) => (
        <p key={`${providerId} ${cause}`}>
          <Link to={`/providers/${providerId}/traffic`}>
            {t('today.bursts.line', {
              ...{ provider: providerName, cause: t(`cause.${cause}`), n, answered },
            })}
          </Link>
          <br />
          {t(`cause.${cause}.todo`)}
        </p>
      ))}
    </Banner>
  )
}
