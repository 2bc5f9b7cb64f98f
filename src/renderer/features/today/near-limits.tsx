import { Link } from 'react-router'
import { Banner } from '#ui'
import { useMay, useNearLimits, useWords } from '#words'

/** Providers that came near a limit of calls today or yesterday: one line each, to their page. */
export function NearLimitsToday() {
  const { t } = useWords()
  const near = useNearLimits(null, useMay('traffic.nearLimits'))
  const names = new Map((near.data ?? []).map((row) => [row.providerId, row.providerName]))
  if (names.size === 0) return null
  return (
    <Banner tone="plain" title={t('today.near', { n: names.size })}>
      <p>
        {[...names].map(([id, name]) => (
          <span key={id}>
            <Link to={`/providers/${id}/traffic`}>{name}</Link>{' '}
          </span>
        ))}
      </p>
    </Banner>
  )
}
