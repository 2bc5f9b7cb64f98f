import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { deskQuery } from '#desk'
import type { Proof } from '#shared/contract/grants'
import { Button, Chips, DataTable, Empty, Facts, Page, Section, Skeleton } from '#ui'
import { Failure, useWords } from '#words'
import { CompanyUsers } from './company-users.tsx'
import style from './customer-page.module.css'
import { EvidencePanel } from './evidence-panel.tsx'
import { grantColumns, isLive } from './grant-columns.tsx'
import { GrantTimeline } from './grant-timeline.tsx'
import { ProofPanel } from './proof-panel.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'

type Filter = 'all' | 'active' | 'ended'

/** One customer on the phone: every grant on one page, chosen, revoked, proven. */
export function CustomerPage({
  mayRevoke,
  mayNameUsers,
}: {
  mayRevoke: boolean
  mayNameUsers: boolean
}) {
  const { t } = useWords()
  const id = Number(useParams().id)
  const queries = useQueryClient()
  const page = useQuery(
    deskQuery.customers.find.queryOptions({
      input: { id },
      enabled: Number.isSafeInteger(id) && id > 0,
    }),
  )
  const [state, setState] = useState({
    customer: id,
    filter: 'all' as Filter,
    chosen: new Set<number>(),
    opened: null as number | null,
    proofs: null as Proof[] | null,
    asking: false,
    evidence: false,
  })
  // Another customer: nothing of the one before stays.
  if (state.customer !== id)
    setState({
      customer: id,
      filter: 'all',
      chosen: new Set(),
      opened: null,
      proofs: null,
      asking: false,
      evidence: false,
    })
  const { filter, chosen, opened, proofs, asking, evidence } = state

  if (page.isPending)
    return (
      <Page title={t('grant.customer')}>
        <Skeleton label={t('app.loading')} />
      </Page>
    )
  if (page.isError)
    return (
      <Page title={t('grant.customer')}>
        <Failure error={page.error} onRetry={() => void page.refetch()} />
      </Page>
    )
  const { customer, grants, users } = page.data
  const shown = grants.filter(
    (grant) => filter === 'all' || isLive(grant) === (filter === 'active'),
  )
  const targets = grants.filter((grant) => chosen.has(grant.id) && isLive(grant))
  const openedGrant = grants.find((grant) => grant.id === opened)
  const live = grants.filter(isLive).length

  const refresh = (): Promise<unknown> =>
    Promise.all([page.refetch(), queries.invalidateQueries({ queryKey: deskQuery.grants.key() })])

  return (
    <Page
      title={`${customer.name}（${customer.kana}）`}
      sub={t('customer.sub', {
        channel: t(`channel.${customer.channel}`),
        branch: customer.branchName,
        number: customer.customerNumber,
      })}
    >
      {proofs && <ProofPanel first={proofs} onClose={() => setState({ ...state, proofs: null })} />}
      <Section
        title={`${t('customer.grants')} ${grants.length}`}
        action={
          <Chips
            label={t('grants.filter')}
            value={filter}
            options={[
              { value: 'all', label: t('grants.all'), count: grants.length },
              { value: 'active', label: t('grants.active'), count: live },
              { value: 'ended', label: t('grants.ended'), count: grants.length - live },
            ]}
            onChange={(next) => setState({ ...state, filter: next })}
          />
        }
      >
        {grants.length === 0 ? (
          <Empty title={t('customer.grants.empty')}>
            <p>{t('customer.grants.empty.todo')}</p>
          </Empty>
        ) : shown.length === 0 ? (
          <Empty title={t('customer.filtered.empty')} />
        ) : (
          <div className={style.table}>
            <DataTable
              label={t('customer.grants')}
              lines={2}
              key={customer.id}
              startHere
              rows={shown}
              columns={grantColumns(t, page.dataUpdatedAt)}
              rowId={(grant) => grant.id}
              onOpen={(grant) => setState({ ...state, opened: grant.id, evidence: false })}
              {...(mayRevoke && {
                selection: {
                  ids: chosen,
                  label: (grantId: number) =>
                    t('grant.select', {
                      label: grants.find((grant) => grant.id === grantId)?.providerName ?? '',
                    }),
                  onChange: (next: Set<number>) => setState({ ...state, chosen: next }),
                  disabled: (grantId: number) =>
                    !grants.some((grant) => grant.id === grantId && isLive(grant)),
                },
                selectionHeader: t('grant.selectAll'),
              })}
            />
          </div>
        )}
        {grants.length > 0 && (
          <div className={style.acts}>
            {mayRevoke ? (
              <>
                <span role="status">{t('customer.selected', { count: targets.length })}</span>
                <Button
                  kind="danger"
                  isDisabled={targets.length === 0}
                  onPress={() => setState({ ...state, asking: true })}
                >
                  {t('customer.revoke')}
                </Button>
              </>
            ) : (
              <span>{t('customer.readOnly')}</span>
            )}
            <span className={style.hint}>{t('customer.timeline.hint')}</span>
          </div>
        )}
      </Section>
      {openedGrant && (
        <Section
          title={t('customer.timeline.of', {
            label: openedGrant.label,
            provider: openedGrant.providerName,
          })}
          action={
            <div className={style.small}>
              <Button small onPress={() => setState({ ...state, evidence: !evidence })}>
                {t('evidence.show')}
              </Button>
              {openedGrant.endedAt !== null && (
                <ProofButton
                  id={openedGrant.id}
                  onProof={(proof) => setState({ ...state, proofs: [proof] })}
                />
              )}
            </div>
          }
        >
          <GrantTimeline grantId={openedGrant.id} />
        </Section>
      )}
      {openedGrant && evidence && (
        <EvidencePanel
          grantId={openedGrant.id}
          onClose={() => setState({ ...state, evidence: false })}
        />
      )}
      {users.length > 0 && (
        <CompanyUsers
          key={`${customer.id}-${customer.consentBy}`}
          customerId={customer.id}
          consentBy={customer.consentBy}
          users={users}
          mayEdit={mayNameUsers}
        />
      )}
      <Section title={t('customer.facts')}>
        <Facts
          items={[
            [t('customer.number'), customer.customerNumber],
            [t('customer.branch'), `${customer.branchName}（${customer.branchCode}）`],
            [t('customer.phone'), customer.phone],
            [
              t(customer.channel === 'personal' ? 'customer.birthDate' : 'customer.founded'),
              customer.birthDate.replaceAll('-', '/'),
            ],
            [t('customer.address'), customer.address],
          ]}
        />
      </Section>
      {asking && (
        <RevokeDialog
          targets={targets}
          onClose={() => setState({ ...state, asking: false })}
          onDone={(done) => {
            setState({ ...state, asking: false, chosen: new Set(), proofs: done })
            void refresh()
          }}
          onStale={() => void refresh()}
        />
      )}
    </Page>
  )
}

function ProofButton({ id, onProof }: { id: number; onProof: (proof: Proof) => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const load = async (): Promise<void> => {
    const [proof] = await queries.fetchQuery(
      deskQuery.grants.proof.queryOptions({ input: { ids: [id] } }),
    )
    if (proof) onProof(proof)
  }
  return (
    <Button small onPress={() => void load()}>
      {t('proof.show')}
    </Button>
  )
}
