import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { deskQuery, failureOf } from '#desk'
import type { ProviderDetail } from '#shared/contract/providers'
import type { SystemStatus } from '#shared/contract/system'
import { secondFor } from '#shared/persons'
import {
  isStop,
  isStopped,
  type ProviderStatus,
  providerTransitions,
  type Stop,
} from '#shared/provider-status'
import { Badge, Banner, Button, Facts, Page, Section } from '#ui'
import {
  Failure,
  Loaded,
  NearLimits,
  Readiness,
  RecordTrail,
  TrafficSection,
  useForgetDialogs,
  useMay,
  useNews,
  useWords,
  Waits,
} from '#words'
import { ConnectionNotice } from './connection-notice.tsx'
import { DiscardDraft } from './discard-draft.tsx'
import { EndAllDialog } from './end-all-dialog.tsx'
import { PlannedChanges } from './planned-changes.tsx'
import style from './provider.module.css'
import { ProviderCases } from './provider-cases.tsx'
import { RegisteredKeys } from './registered-keys.tsx'
import { Standing } from './standing.tsx'
import { StopDialog, toLabel } from './stop-dialog.tsx'

export function ProviderPage({ halt }: { halt: SystemStatus['halt'] | undefined }) {
  const { t } = useWords()
  const id = Number(useParams().id)
  const page = useQuery(
    deskQuery.providers.find.queryOptions({
      input: { id },
      enabled: Number.isSafeInteger(id) && id > 0,
    }),
  )
  return (
    <Loaded query={page} page={t('word.provider')}>
      {(provider) => <Registered key={id} provider={provider} halt={halt} />}
    </Loaded>
  )
}

function Registered({
  provider,
  halt,
}: {
  provider: ProviderDetail
  halt: SystemStatus['halt'] | undefined
}) {
  const { t } = useWords()
  const mayEdit = useMay('providers.update')
  const { id } = provider
  const navigate = useNavigate()
  const note = useNews<{ done: 'created' | 'saved' | number }>()?.done
  const queries = useQueryClient()
  const [stopping, setStopping] = useState<Stop | null>(null)
  const [ending, setEnding] = useState(false)
  const forgetTyped = useForgetDialogs()
  const [moved, setMoved] = useState<{
    from: ProviderStatus
    to: ProviderStatus
    waits: number | null
  }>()
  const change = useMutation(
    deskQuery.providers.changeStatus.mutationOptions({
      onSuccess: ({ waits }, input) => {
        setMoved({ from: provider.status, to: input.to, waits })
        setStopping(null)
      },
      onSettled: () => queries.invalidateQueries({ queryKey: deskQuery.providers.key() }),
    }),
  )
  const targets = providerTransitions[provider.status]
  const go = (to: ProviderStatus): void => {
    if (isStop(to)) setStopping(to)
    else change.mutate({ id, version: provider.version, to, reason: '' })
  }
  const second = secondFor(
    'providers.changeStatus',
    isStopped(provider.status) ? 'resume' : 'activate',
  )
  // A number: the proposal that waits for a second person.
  const waits = moved ? moved.waits : typeof note === 'number' ? note : null
  const done =
    moved !== undefined && isStopped(moved.to)
      ? t(`provider.${moved.to}`)
      : moved?.to === 'active'
        ? t(isStopped(moved.from) ? 'provider.resumed' : 'provider.activated')
        : moved
          ? t('provider.moved')
          : typeof note === 'string'
            ? t(`provider.${note}`)
            : undefined
  return (
    <Page
      title={provider.name}
      sub={provider.kana}
      action={
        mayEdit && (
          <>
            {targets.map((to) => (
              <Button key={to} isDisabled={change.isPending} onPress={() => go(to)}>
                {to === 'active' && isStopped(provider.status)
                  ? t('provider.resume')
                  : t(toLabel(provider.status, to))}
              </Button>
            ))}
            {provider.status === 'draft' && <DiscardDraft provider={provider} />}
            {provider.liveGrants > 0 && (
              <Button onPress={() => setEnding(true)}>{t('provider.endAll')}</Button>
            )}
            {provider.status !== 'ended' && (
              <Button kind="primary" onPress={() => navigate(`/providers/${id}/edit`)}>
                {t('provider.edit')}
              </Button>
            )}
          </>
        )
      }
    >
      {!change.isError &&
        (waits !== null ? (
          <Waits id={waits} />
        ) : (
          done !== undefined && <Banner tone="good" title={done} />
        ))}
      {change.isError && stopping === null && <Failure error={change.error} />}
      {change.isError && failureOf(change.error).code === 'provider.not-ready' && <Readiness />}
      <p>
        <Link to={`/providers/${id}/ledger`}>{t('ledger.open')}</Link>
        {provider.status !== 'ended' && (
          <>
            {'　'}
            <Link to={`/providers/${id}/test`}>{t('connectionTest.open')}</Link>
          </>
        )}
      </p>
      {mayEdit && second !== null && targets.includes('active') && (
        <p className={style.second}>{t('provider.second')}</p>
      )}
      <Standing provider={provider} halt={halt} />
      <PlannedChanges provider={provider} />
      <ProviderCases provider={provider} />
      <TrafficSection providerId={id} />
      <NearLimits providerId={id} quiet />
      <Registration provider={provider} />
      <ConnectionNotice provider={provider} />
      <RecordTrail about={{ kind: 'provider', id }} />
      {ending && (
        <EndAllDialog
          provider={provider}
          onClose={() => {
            forgetTyped()
            setEnding(false)
          }}
          onDone={(request) => {
            forgetTyped()
            navigate(`/requests/${request}`)
          }}
        />
      )}
      {stopping !== null && (
        <StopDialog
          to={stopping}
          provider={provider}
          busy={change.isPending}
          error={change.error}
          onClose={() => setStopping(null)}
          onStop={(form) => change.mutate({ id, version: provider.version, to: stopping, ...form })}
        />
      )}
    </Page>
  )
}

function Registration({ provider }: { provider: ProviderDetail }) {
  const { t } = useWords()
  return (
    <>
      <Section title={t('provider.registration')}>
        <Facts
          items={[
            [t('provider.servicePersonal'), provider.servicePersonal || '—'],
            [t('provider.serviceBusiness'), provider.serviceBusiness || '—'],
            [
              t('provider.registrationNumber'),
              provider.registrationNumber || t('provider.unverified'),
            ],
            [t('provider.contact'), provider.contact || '—'],
            [t('provider.site'), provider.site || '—'],
            [t('provider.privacyPolicy'), provider.privacyPolicy || '—'],
            [t('provider.purpose'), provider.purpose || '—'],
            [
              t('provider.channels'),
              provider.channels.map((channel) => t(`channel.${channel}`)).join('・'),
            ],
            [t('provider.scopes'), provider.scopes.map((scope) => t(`scope.${scope}`)).join('・')],
            [t('provider.clientId'), <code key="client">{provider.clientId}</code>],
            [t('provider.algorithm'), provider.signingAlgorithm],
            [
              t('provider.dpop'),
              provider.dpop ? (
                t('provider.dpop.on')
              ) : (
                <Badge key="dpop" tone="warn" shape="▲">
                  {t('provider.dpop.off')}
                </Badge>
              ),
            ],
          ]}
        />
      </Section>
      <Section title={t('provider.redirectUris')}>
        <ul className={style.list}>
          {provider.redirectUris.map((uri) => (
            <li key={uri}>
              <code>{uri}</code>
            </li>
          ))}
        </ul>
      </Section>
      <RegisteredKeys provider={provider} />
    </>
  )
}
