import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { desk, deskQuery, engineNow } from '#desk'
import type { ProviderDetail } from '#shared/contract/providers'
import type { CaseKind, IncidentStop } from '#shared/provider-case'
import { Banner, Button, Choices, Facts, Page } from '#ui'
import {
  Failure,
  forgetDialogs,
  Impact,
  Loaded,
  ProviderBadge,
  timeText,
  useAct,
  useDraft,
  useWords,
} from '#words'
import { CaseFields } from './case-fields.tsx'
import { type CaseDraft, emptyCase, readCase } from './case-form.ts'
import style from './cases.module.css'

/** Begins an ending, or records an incident and stops its provider in the same act. */
export function NewCasePage({ kind }: { kind: CaseKind }) {
  const { t } = useWords()
  const id = Number(useParams().id)
  const page = useQuery(
    deskQuery.providers.find.queryOptions({
      input: { id },
      enabled: Number.isSafeInteger(id) && id > 0,
    }),
  )
  return (
    <Loaded query={page} page={t(`case.begin.${kind}`)}>
      {(provider) => <Form kind={kind} provider={provider} />}
    </Loaded>
  )
}

type Stop = IncidentStop | 'none'

function Form({ kind, provider }: { kind: CaseKind; provider: ProviderDetail }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const [first] = useState<CaseDraft>(() => ({
    ...emptyCase,
    discoveredAt: kind === 'incident' ? timeText(engineNow()) : '',
  }))
  const [draft, setDraft] = useDraft(`dialog.${kind}`, first)
  const [stop, setStop] = useDraft<Stop | null>(`dialog.${kind}.stop`, null)
  const [tried, setTried] = useState(false)
  const stoppable = kind === 'incident' && provider.status !== 'suspended'
  const { act, busy, error } = useAct(desk.cases.open, ({ id }) => {
    forgetDialogs(`/providers/${provider.id}/${kind}`)
    const stopped = stoppable && stop !== null && stop !== 'none'
    void navigate(`/providers/cases/${id}`, {
      replace: true,
      state: { done: stopped ? 'stopped' : 'opened' },
    })
  })
  const read = readCase(kind, draft, t, engineNow())
  const stopMissing = stoppable && stop === null
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if ('errors' in read || stopMissing) return
    act({
      ...{ providerId: provider.id, form: read.form },
      stop: stoppable && stop !== 'none' ? stop : null,
    })
  }
  return (
    <Page
      title={t(`case.begin.${kind}`)}
      sub={<Link to={`/providers/${provider.id}`}>{provider.name}</Link>}
    >
      <form onSubmit={submit} className={style.form} noValidate>
        <p>{t(`case.${kind}.lead`)}</p>
        <Facts
          items={[
            [
              t('word.state'),
              <span key="status">
                <ProviderBadge status={provider.status} />　{timeText(provider.statusAt)}
              </span>,
            ],
          ]}
        />
        <Impact provider={provider} />
        {kind === 'incident' && <EmergencyContact providerId={provider.id} />}
        {error && <Failure error={error} />}
        {stoppable && (
          <Choices<Stop>
            label={t('case.stop')}
            hint={t('case.stop.hint')}
            single
            values={stop === null ? [] : [stop]}
            onChange={([value]) => setStop(value ?? null)}
            error={tried && stopMissing ? t('case.stop.missing') : undefined}
            options={(['suspended', 'restricted', 'none'] as const)
              .filter((value) => value !== provider.status)
              .map((value) => ({ value, label: t(`case.stop.${value}`) }))}
          />
        )}
        {kind === 'incident' && !stoppable && (
          <Banner tone="plain" title={t('case.stop.already')} />
        )}
        <CaseFields
          kind={kind}
          providerId={provider.id}
          draft={draft}
          errors={tried && 'errors' in read ? read.errors : {}}
          onChange={setDraft}
        />
        <div className={style.buttons}>
          <Button kind="primary" type="submit" isPending={busy}>
            {t(`case.begin.${kind}`)}
          </Button>
          <Button onPress={() => navigate(`/providers/${provider.id}`)}>{t('app.cancel')}</Button>
        </div>
      </form>
    </Page>
  )
}

/** Whom to call at the provider at any hour, as its ledger has it. */
function EmergencyContact({ providerId }: { providerId: number }) {
  const { t } = useWords()
  const ledger = useQuery(deskQuery.ledger.find.queryOptions({ input: { providerId } }))
  const entry = ledger.data?.entries.find(({ item }) => item === 'party.incident')
  return (
    <Facts
      items={[
        [
          t('ledger.party.incident'),
          entry?.value || (
            <Link key="ledger" to={`/providers/${providerId}/ledger`}>
              {t('ledger.lack.empty')}
            </Link>
          ),
        ],
      ]}
    />
  )
}
