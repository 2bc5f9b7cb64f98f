import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useParams } from 'react-router'
import { deskQuery } from '#desk'
import type { CustomerView } from '#shared/contract/customers'
import { eraText } from '#shared/japanese-date'
import { Banner, Empty, Facts, Page, Section } from '#ui'
import {
  Loaded,
  RecordTrail,
  timeText,
  useDraft,
  useDraftsOf,
  useMay,
  useOpenCall,
  useWords,
} from '#words'
import { CompanyUsers } from './company-users.tsx'
import { CustomerGrants } from './customer-grants.tsx'
import style from './customer-page.module.css'
import { EarlierRequests } from './earlier-requests.tsx'
import { IncidentNotices } from './incident-notices.tsx'
import { LockedLogins } from './locked-logins.tsx'
import { ProofPanel } from './proof-panel.tsx'
import { ProvisionsPanel } from './provisions-panel.tsx'

/** What the request's panel beside this page is given (features/requests). */
export interface BesideCustomer {
  page: CustomerView
  chosen: number[]
  /** The request or the customer is not as it was shown. */
  onChanged: () => void
  /** What was chosen was acted on. */
  onActed: () => void
}
type Beside = (given: BesideCustomer) => ReactNode

/** A customer: masked until the identity check of a request is met; then all grants on one page. */
export function CustomerPage({
  beside,
}: {
  /** The request's panel, for those who take requests. */
  beside: Beside
}) {
  const { t } = useWords()
  const id = Number(useParams().id)
  const page = useQuery(
    deskQuery.customers.find.queryOptions({
      input: { id },
      enabled: Number.isSafeInteger(id) && id > 0,
    }),
  )
  return (
    <Loaded query={page} page={t('word.customer')}>
      {/* Drawn anew for another customer, so that nothing of the former one stays. */}
      {(customer) => <Customer key={id} page={customer} beside={beside} />}
    </Loaded>
  )
}

function Customer({ page, beside }: { page: CustomerView; beside: Beside }) {
  const { t } = useWords()
  const takesRequests = useMay('requests.open')
  const queries = useQueryClient()
  const mine = useDraftsOf(page.request?.id)
  const [ids, keep] = useDraft<number[]>('chosen', [])
  const choose = (next: ReadonlySet<number>): void => keep([...next])
  const { id, full, request, counts, why, stoppedAt, ...customer } = page
  useOpenCall(page, request?.mine ? request : undefined)
  const changed = (): void => {
    for (const key of [
      deskQuery.customers.find.key({ input: { id } }),
      deskQuery.grants.key(),
      deskQuery.requests.key(),
      deskQuery.customers.recent.key(),
    ])
      void queries.invalidateQueries({ queryKey: key })
  }
  const acted = (): void => {
    choose(new Set())
    changed()
  }
  const chosen = full?.grants.filter((grant) => ids.includes(grant.id)) ?? []
  const ended = request?.acts.findLast((act) => act.state === 'done')?.targets ?? []

  return (
    <Page
      stays
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
          {full && full.barred.length > 0 && (
            <Banner tone="warn" title={t('request.barred')}>
              {full.barred.map(({ providerName: provider, since }) => (
                <p key={provider}>
                  {t('request.barred.since', { provider, time: timeText(since) })}
                </p>
              ))}
            </Banner>
          )}
          {full && <IncidentNotices incidents={full.incidents} />}
          {full && <LockedLogins locks={full.locks} />}
          {full && ended.length > 0 && (
            <ProofPanel
              key={`proof-${ended.map((one) => one.grantId).join()}`}
              ids={ended.map((one) => one.grantId)}
            />
          )}
          {full ? (
            <CustomerGrants
              key={`grants-${request?.id ?? 0}`}
              grants={full.grants}
              chosen={new Set(ids)}
              onChoose={takesRequests && request ? choose : undefined}
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
          {full && (
            <EarlierRequests requests={full.requests} own={request?.id} onChanged={changed} />
          )}
          {full && full.users.length > 0 && (
            <CompanyUsers
              key={`users-${id}`}
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
                  [t('identity.phone'), full.customer.phone || t('customer.noPhone')],
                  [
                    t(customer.channel === 'personal' ? 'identity.birth-date' : 'identity.founded'),
                    `${full.customer.birthDate.replaceAll('-', '/')}（${eraText(full.customer.birthDate)}）`,
                  ],
                  [t('identity.address'), full.customer.address],
                ]}
              />
            </Section>
          )}
          {full && <ProvisionsPanel customerId={id} />}
          {full && <RecordTrail about={{ kind: 'customer', id }} />}
        </div>
        {takesRequests &&
          mine &&
          beside({
            page,
            chosen: chosen.map((grant) => grant.id),
            onChanged: changed,
            onActed: acted,
          })}
      </div>
    </Page>
  )
}
