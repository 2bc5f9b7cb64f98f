import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { deskQuery } from '#desk'
import { Banner } from '#ui'
import { useMay, useWords } from '#words'

/** The world reads something else than what the registry says, or nothing yet of those who are connected. */
export function PublicationAlert() {
  const { t } = useWords()
  const enabled = useMay('publication.standing')
  const standing = useQuery(
    deskQuery.publication.standing.queryOptions({ enabled, refetchInterval: 60_000 }),
  )
  if (!standing.data) return null
  const { changes, connected } = standing.data
  if (changes === null)
    return connected > 0 ? (
      <Banner tone="plain" title={t('today.publication.first', { n: connected })}>
        <p>
          <Link to="/providers/publication">{t('today.publication.begin')}</Link>
        </p>
      </Banner>
    ) : null
  return changes > 0 ? (
    <Banner tone="warn" title={t('today.publication', { n: changes })}>
      <p>
        <Link to="/providers/publication">{t('today.publication.open')}</Link>
      </p>
    </Banner>
  ) : null
}
