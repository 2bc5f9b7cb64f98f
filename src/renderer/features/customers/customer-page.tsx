import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useParams } from 'react-router'
import { deskQuery } from '#desk'
import type { GrantSummary } from '#shared/contract/grants'
import type { DeskRequest } from '#shared/contract/requests'
import type { Channel } from '#shared/grant'
import { eraText } from '#shared/japanese-date'
import { Banner, Empty, Facts, Page, Section, Skeleton } from '#ui'
import { Failure, RecordTrail, timeText, useMay, useWords } from '#words'
import { CompanyUsers } from './company-users.tsx'
import { CustomerGrants } from './customer-grants.tsx'
import style from './customer-page.module.css'
import { ProofPanel } from './proof-panel.tsx'
import { ProvisionsPanel } from './provisions-panel.tsx'

/** What the request's panel beside this page is given (features/requests). */
export interface BesideCustomer {
  customer: {
    id: number
    name: string
    channel: Channel
    counts: { live: number; held: number; ended: number }
  }
  why: 'no-request' | 'identity' | 'other-branch' | null
  request: DeskRequest | null
  grants: GrantSummary[]
  accounts: { id: number; branchName: string; number: string; typeCode: '1' | '2' | '4' | '9' }[]
  chosen: GrantSummary[]
  onChanged: () => void
}

/** One customer: on the telephone as much as their identity check allows; every grant on one page once it is met. */
export function CustomerPage({
  beside,
}: {
  /** The request's panel, for those who take requests. */
  beside: (given: BesideCustomer) => ReactNode
}) {
  const { t } = useWords()
  const takesRequests = useMay('requests.open')
  const id = Number(useParams().id)
  const queries = useQueryClient()
  const page = useQuery(
    deskQuery.customers.find.queryOptions({
      input: { id },
      enabled: Number.isSafeInteger(id) && id > 0,
    }),
  )
  const [state, setState] = useState({ customer: id, chosen: new Set<number>() })
  // Another customer: nothing of the one before stays.
  if (state.customer !== id) setState({ customer: id, chosen: new Set() })

  if (page.isPending)
    return (
      <Page title={t('word.customer')}>
        <Skeleton label={t('app.loading')} />
      </Page>
    )
  if (page.isError)
    return (
      <Page title={t('word.customer')}>
        <Failure error={page.error} onRetry={() => void page.refetch()} />
      </Page>
    )
  const { full, request, counts, why, stoppedAt, ...customer } = page.data
  const changed = (): void => {
    setState((before) => ({ ...before, chosen: new Set() }))
    void page.refetch()
    for (const key of [
      deskQuery.grants.key(),
      deskQuery.requests.key(),
      deskQuery.customers.recent.key(),
    ])
      void queries.invalidateQueries({ queryKey: key })
  }
  const chosen = full?.grants.filter((grant) => state.chosen.has(grant.id)) ?? []
  const ended = request?.acts.findLast((act) => act.state === 'done')?.targets ?? []

  return (
    <Page
      title={`${customer.name}（${customer.kana}）`}
      sub={t('customer.sub', {
        channel: t(`channel.${customer.channel}`),
        branch: customer.branchName,
        number: full?.customer.customerNumber ?? customer.maskedNumber,
      })}
    >
      <div className={takesRequests ? style.columns : style.one}>
        <div className={style.left}>
          {stoppedAt !== null && (
            <Banner tone="warn" title={t('request.stopped')}>
              <p>{t('request.stopped.since', { time: timeText(stoppedAt) })}</p>
            </Banner>
          )}
          {full && ended.length > 0 && (
            <ProofPanel
              key={`proof-${ended.map((one) => one.grantId).join()}`}
              ids={ended.map((one) => one.grantId)}
            />
          )}
          {full ? (
            <CustomerGrants
              key={`grants-${id}-${request?.id ?? 0}`}
              grants={full.grants}
              chosen={state.chosen}
              onChoose={
                takesRequests && request
                  ? (next) => setState({ ...state, chosen: next })
                  : undefined
              }
            />
          ) : (
            <Section title={t('menu.grants')}>
              <Empty
                title={t(
                  why === 'identity'
                    ? 'request.masked'
                    : why === 'other-branch'
                      ? 'request.masked.otherBranch'
                      : 'request.masked.start',
                )}
              >
                <p>{t('request.masked.counts', counts)}</p>
              </Empty>
            </Section>
          )}
          {full && full.users.length > 0 && (
            <CompanyUsers
              key={`users-${id}-${full.customer.consentBy}`}
              customerId={id}
              consentBy={full.customer.consentBy}
              users={full.users}
            />
          )}
          {full && (
            <Section title={t('customer.facts')}>
              <Facts
                items={[
                  [t('customer.number'), full.customer.customerNumber],
                  [
                    t('customer.branch'),
                    `${full.customer.branchName}（${full.customer.branchCode}）`,
                  ],
                  [t('identity.phone'), full.customer.phone],
                  [
                    t(customer.channel === 'personal' ? 'identity.birth-date' : 'identity.founded'),
                    `${full.customer.birthDate.replaceAll('-', '/')}（${eraText(full.customer.birthDate)}）`,
                  ],
                  [t('identity.address'), full.customer.address],
                ]}
              />
            </Section>
          )}
          {full && <ProvisionsPanel key={`provisions-${id}`} customerId={id} />}
          {full && <RecordTrail key={`trail-${id}`} about={{ kind: 'customer', id }} />}
        </div>
        {takesRequests &&
          beside({
            customer: { id, name: customer.name, channel: customer.channel, counts },
            why,
            request,
            grants: full?.grants ?? [],
            accounts: full?.accounts ?? [],
            chosen,
            onChanged: changed,
          })}
      </div>
    </Page>
  )
}
