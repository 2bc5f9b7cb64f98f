import { engineNow } from '#desk'
import type { CustomerGrant } from '#shared/contract/grants'
import { clockText } from '#shared/japanese-date'
import { type TableColumn, TwoLines } from '#ui'
import { dateText, GrantBadge, type useWords, whenText } from '#words'

const isLive = (grant: CustomerGrant): boolean =>
  grant.status === 'active' || grant.status === 'held'

/** Which of a customer's grants are shown. */
export type LifeFilter = 'all' | 'active' | 'held' | 'ended'
export const lifeOf = ({ status }: CustomerGrant): Exclude<LifeFilter, 'all'> =>
  status === 'active' || status === 'held' ? status : 'ended'

/** The first account and the number of further ones; all of them are above the history of the grant. */
function accountsText(t: ReturnType<typeof useWords>['t'], accounts: readonly string[]): string {
  const [first = '', ...more] = accounts
  return more.length === 0 ? first : t('grant.accounts.more', { first, more: more.length })
}

/** Who permitted; that they have left stands with the name, and from which day on beside the users of the company. */
const permitterCell = (t: ReturnType<typeof useWords>['t'], by: CustomerGrant['permittedBy']) =>
  by && (by.leftOn === null ? by.name : t('grant.left', { name: by.name }))

/** The columns of a customer's grants. */
export function grantColumns(t: ReturnType<typeof useWords>['t']): TableColumn<CustomerGrant>[] {
  const now = engineNow()
  return [
    {
      id: 'provider',
      header: t('word.provider'),
      value: (grant) => grant.providerName,
      cell: (grant) => (
        <TwoLines
          whole
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
      width: 11,
      value: (grant) => grant.scopes.map((scope) => t(`scope.${scope}`)).join('・'),
      cell: (grant) => (
        <TwoLines
          main={grant.scopes.map((scope) => t(`scope.${scope}`)).join('・')}
          sub={accountsText(t, grant.accounts)}
        />
      ),
    },
    {
      id: 'grantedAt',
      header: t('grant.grantedAt'),
      width: 6.5,
      value: (grant) => grant.grantedAt,
      cell: (grant) => (
        <TwoLines
          main={dateText(grant.grantedAt)}
          whole={grant.permittedBy?.leftOn != null}
          sub={permitterCell(t, grant.permittedBy) ?? clockText(grant.grantedAt)}
        />
      ),
    },
    {
      id: 'expiresAt',
      header: t('grant.expiresAt'),
      width: 8,
      value: (grant) => grant.expiresAt,
      cell: (grant) => (
        <TwoLines
          main={dateText(grant.expiresAt)}
          sub={
            isLive(grant)
              ? t('grant.daysLeft', { days: grant.daysLeft })
              : grant.endedAt !== null && t('grant.endedAt', { date: dateText(grant.endedAt) })
          }
        />
      ),
    },
    {
      id: 'status',
      header: t('grant.stateAndLast'),
      width: 8.25,
      // By both of what it shows, the state first.
      value: (grant) =>
        `${t(`grantStatus.${grant.status}`)} ${String(grant.lastAccessAt ?? 0).padStart(16, '0')}`,
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
