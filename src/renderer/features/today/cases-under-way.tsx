import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { deskQuery } from '#desk'
import { Banner } from '#ui'
import { timeText, useWords } from '#words'

/** Endings and incidents that somebody has to go on with; nothing where there are none. */
export function CasesUnderWay() {
  const { t } = useWords()
  const cases = useQuery(
    deskQuery.cases.list.queryOptions({ input: { providerId: null }, refetchInterval: 15_000 }),
  )
  const rows = cases.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <Banner tone="warn" title={t('cases.underWay')}>
      {rows.map((one) => (
        <p key={one.id}>
          <Link to={`/providers/cases/${one.id}`}>
            {t('case.of', { provider: one.provider, kind: t(`case.kind.${one.kind}`) })}
          </Link>
          　{timeText(one.openedAt)}
          {one.stillListed && (
            <>
              <br />
              {t('cases.stillListed')}{' '}
              <Link to="/providers/publication">{t('publication.open')}</Link>
            </>
          )}
        </p>
      ))}
    </Banner>
  )
}
