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
      cell: (grant) => <TwoLines main={grant.providerName} sub={grant.serviceName} />,
    },
    {
      id: 'channel',
      header: t('grant.channel'),
      width: 4,
      value: (grant) => t(`channel.${grant.channel}`),
    },
    {
      id: 'data',
      header: `${t('grant.data')}・${t('grant.accounts')}`,
      width: 16,
      value: (grant) => grant.scopes.map((scope) => t(`scope.${scope}`)).join('・'),
      cell: (grant) => (
        <TwoLines
          main={grant.scopes.map((scope) => t(`scope.${scope}`)).join('・')}
          sub={grant.accounts.join('、')}
        />
      ),
    },
    {
      id: 'grantedAt',
      header: t('grant.grantedAt'),
      width: 6.5,
      value: (grant) => grant.grantedAt,
      cell: (grant) => dateText(grant.grantedAt),
    },
    {
      id: 'expiresAt',
      header: t('grant.expiresAt'),
      width: 6.5,
      value: (grant) => grant.expiresAt,
      cell: (grant) => (
        <TwoLines
          main={dateText(grant.expiresAt)}
          sub={isLive(grant) ? t('grant.daysLeft', { days: grant.daysLeft }) : ''}
        />
      ),
    },
    {
      id: 'lastAccess',
      header: t('grant.lastAccess'),
      width: 7.5,
      value: (grant) => grant.lastAccessAt ?? 0,
      cell: (grant) =>
        grant.lastAccessAt === null
          ? t('grant.lastAccess.never')
          : whenText(t, grant.lastAccessAt, now),
    },
    {
      id: 'status',
      header: t('grant.status'),
      width: 9,
      value: (grant) => t(`grantStatus.${grant.status}`),
      cell: (grant) => <GrantBadge grant={grant} />,
    },
  ]
}
