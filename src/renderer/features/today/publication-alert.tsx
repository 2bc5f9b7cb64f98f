import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { deskQuery } from '#desk'
import { Banner } from '#ui'
import { useMay, useWords } from '#words'

/** The world reads something else than what the registry says. */
export function PublicationAlert() {
  const { t } = useWords()
  const enabled = useMay('publication.standing')
  const standing = useQuery(
    deskQuery.publication.standing.queryOptions({ enabled, refetchInterval: 60_000 }),
  )
  const n = standing.data?.changes ?? 0
  return n > 0 ? (
    <Banner tone="warn" title={t('today.publication', { n })}>
      <p>
        <Link to="/providers/publication">{t('today.publication.open')}</Link>
      </p>
    </Banner>
  ) : null
}
