import type { GrantSummary } from '#shared/contract/grants'
import { type TableColumn, TwoLines } from '#ui'
import { dateText, GrantBadge, type useWords, whenText } from '#words'

export const isLive = (grant: GrantSummary): boolean =>
  grant.status === 'active' || grant.status === 'held'

/** The columns of a customer's grants. `now` is when they were asked for, in epoch ms. */
export function grantColumns(
  t: ReturnType<typeof useWords>['t'],
  now: number,
): TableColumn<GrantSummary>[] {
  return [
    {
      id: 'provider',
      header: t('grant.provider'),
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
      header: `${t('grant.data')}・${t('grant.accounts')}`,
      width: 12,
      value: (grant) => grant.scopes.map((scope) => t(`scope.${scope}`)).join('・'),
      cell: (grant) => (
        <TwoLines
          main={grant.scopes.map((scope) => t(`scope.${scope}`)).join('・')}
          sub={grant.accounts.join('、')}
        />
      ),
    },
    {
      id: 'expiresAt',
      header: t('grant.period'),
      width: 7,
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
      id: 'lastAccess',
      header: t('grant.lastAccess'),
      width: 6.5,
      value: (grant) => grant.lastAccessAt ?? 0,
      cell: (grant) =>
        grant.lastAccessAt === null
          ? t('grant.lastAccess.never')
          : whenText(t, grant.lastAccessAt, now),
    },
    {
      id: 'status',
      header: t('grant.status'),
      width: 7.5,
      value: (grant) => t(`grantStatus.${grant.status}`),
      cell: (grant) => <GrantBadge grant={grant} />,
    },
  ]
}
