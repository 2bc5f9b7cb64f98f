import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { deskQuery } from '#desk'
import type { ProviderDetail } from '#shared/contract/providers'
import { connected } from '#shared/provider-status'
import { Badge, Button, Section } from '#ui'
import { Loaded, timeText, useMay, useWords } from '#words'
import style from './provider.module.css'

/** What was and is gone through with a provider, and whose business it takes over. */
export function ProviderCases({ provider: { id, status } }: { provider: ProviderDetail }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const mayOpen = useMay('cases.open') && connected.includes(status)
  const cases = useQuery(deskQuery.cases.list.queryOptions({ input: { providerId: id } }))
  const rows = cases.data?.rows ?? []
  const ending = rows.some(({ kind, closedAt }) => kind === 'ending' && closedAt === null)
  return (
    <Section
      title={t('case.section')}
      action={
        mayOpen && (
          <>
            {!ending && (
              <Button small onPress={() => navigate(`/providers/${id}/ending`)}>
                {t('case.begin.ending')}
              </Button>
            )}
            <Button small onPress={() => navigate(`/providers/${id}/incident`)}>
              {t('case.begin.incident')}
            </Button>
          </>
        )
      }
    >
      <Loaded query={cases} lines={1}>
        {({ predecessors }) => (
          <>
            {rows.length === 0 && <p>{t('case.none')}</p>}
            <ul className={style.list}>
              {rows.map((one) => (
                <li key={one.id}>
                  <Link to={`/providers/cases/${one.id}`}>
                    {t(`case.kind.${one.kind}`)}　{timeText(one.openedAt)}
                  </Link>
                  　
                  <Badge
                    tone={one.closedAs === null ? 'warn' : 'good'}
                    shape={one.closedAs === null ? '▲' : '●'}
                  >
                    {t(`case.state.${one.closedAs ?? 'open'}`)}
                  </Badge>
                </li>
              ))}
            </ul>
            {predecessors.length > 0 && (
              <p>
                {t('case.successor.of')}：
                {predecessors.map((one) => (
                  <Link key={one.id} to={`/providers/${one.id}`}>
                    {one.name}{' '}
                  </Link>
                ))}
              </p>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}
