import { engineNow } from '#desk'
import type { GrantSummary } from '#shared/contract/grants'
import { type TableColumn, TwoLines } from '#ui'
import { dateText, GrantBadge, type useWords, whenText } from '#words'

export const isLive = (grant: GrantSummary): boolean =>
  grant.status === 'active' || grant.status === 'held'

/** Which of a customer's grants are shown. */
export type LifeFilter = 'all' | 'active' | 'held' | 'ended'
export const lifeOf = ({ status }: GrantSummary): Exclude<LifeFilter, 'all'> =>
  status === 'active' || status === 'held' ? status : 'ended'

/** The first account and the number of further ones; all of them are above the history of the grant. */
function accountsText(t: ReturnType<typeof useWords>['t'], accounts: readonly string[]): string {
  const [first = '', ...more] = accounts
  return more.length === 0 ? first : t('grant.accounts.more', { first, more: more.length })
}

/** The columns of a customer's grants. */
export function grantColumns(t: ReturnType<typeof useWords>['t']): TableColumn<GrantSummary>[] {
  const now = engineNow()
  return [
    {
      id: 'provider',
      header: t('word.provider'),
      value: (grant) => grant.providerName,
      cell: (grant) => (
        <TwoLines
          main={grant.providerName}
          sub={
            grant.formerName === null
              ? grant.serviceName
              : t('grant.formerName', { name: grant.formerName })
          }
        />
      ),
    },
    {
      id: 'data',
      header: `${t('grant.data')}・${t('word.accounts')}`,
      value: (grant) => grant.scopes.map((scope) => t(`scope.${scope}`)).join('・'),
      cell: (grant) => (
        <TwoLines
          main={grant.scopes.map((scope) => t(`scope.${scope}`)).join('・')}
          sub={accountsText(t, grant.accounts)}
        />
      ),
    },
    {
      id: 'expiresAt',
      header: t('word.period'),
      width: 8,
      value: (grant) => grant.expiresAt,
      cell: (grant) => (
        <TwoLines
          main={`〜${dateText(grant.expiresAt)}`}
          sub={
            isLive(grant)
              ? t('grant.daysLeft', { days: grant.daysLeft })
              : `${dateText(grant.grantedAt)} ${t('grant.permitted')}`
          }
        />
      ),
    },
    {
      id: 'status',
      header: `${t('word.state')}・${t('grant.lastAccess')}`,
      width: 10,
      value: (grant) => t(`grantStatus.${grant.status}`),
      filter: (grant, wanted) => lifeOf(grant) === wanted,
      cell: (grant) => (
        <TwoLines
          main={<GrantBadge grant={grant} />}
          sub={
            grant.lastAccessAt === null
              ? t('grant.lastAccess.none')
              : t('grant.lastAccess.at', { time: whenText(t, grant.lastAccessAt, now) })
          }
        />
      ),
    },
  ]
}
