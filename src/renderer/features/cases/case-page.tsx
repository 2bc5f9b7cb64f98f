import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { deskQuery } from '#desk'
import type { ProviderCaseView } from '#shared/contract/cases'
import { atJapan } from '#shared/japanese-date'
import { Badge, Banner, Button, Facts, News, Page, Section } from '#ui'
import {
  dateText,
  Loaded,
  ProviderBadge,
  timeText,
  useForgetDialogs,
  useMay,
  useNews,
  useWords,
  Waits,
} from '#words'
import { CloseDialog } from './close-dialog.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { Steps } from './steps.tsx'

/** A case of a provider, which is gone on with by whoever opens it: what it is about, its steps, and its close. */
export function CasePage() {
  const { t } = useWords()
  const id = Number(useParams().id)
  const page = useQuery(
    deskQuery.cases.find.queryOptions({
      input: { id },
      enabled: Number.isSafeInteger(id) && id > 0,
      // Ends of links follow by themselves.
      refetchInterval: 10_000,
    }),
  )
  return (
    <Loaded query={page} page={t('case.section')}>
      {(found) => <Case key={id} found={found} />}
    </Loaded>
  )
}

type Open = 'edit' | 'done' | 'called-off'

function Case({ found }: { found: ProviderCaseView }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const mayAct = useMay('cases.note') && found.closedAt === null
  const begun = useNews<{ done: 'opened' | 'stopped' }>()?.done
  const [open, setOpen] = useState<Open | null>(null)
  const [done, setDone] = useState<string | number>()
  const forgetTyped = useForgetDialogs()
  const readAgain = (): void => {
    for (const key of [deskQuery.cases.key(), deskQuery.providers.key()])
      void queries.invalidateQueries({ queryKey: key })
  }
  const close = (): void => {
    forgetTyped()
    setOpen(null)
  }
  /** A number: the proposal to which another person has to agree first. */
  const told = (text: string | number): void => {
    close()
    setDone(text)
    readAgain()
  }
  const first = begun && t(begun === 'stopped' ? 'case.opened.stopped' : 'case.opened')
  const kind = t(`case.kind.${found.kind}`)
  return (
    <Page
      title={t('case.of', { provider: found.provider, kind })}
      sub={<Link to={`/providers/${found.providerId}`}>{found.provider}</Link>}
      action={
        mayAct && (
          <>
            <Button onPress={() => setOpen('edit')}>{t('case.edit')}</Button>
            {found.kind === 'ending' && found.status !== 'ended' && (
              <Button onPress={() => setOpen('called-off')}>{t('case.close.off')}</Button>
            )}
            <Button
              kind="primary"
              isDisabled={
                found.openSteps.length > 0 || (found.kind === 'ending' && found.liveGrants > 0)
              }
              onPress={() => setOpen('done')}
            >
              {t('case.close')}
            </Button>
          </>
        )
      }
    >
      <News>
        {typeof done === 'number' && <Waits id={done} />}
        {typeof done === 'string' && <Banner tone="good" title={done} />}
        {done === undefined && first && <Banner tone="good" title={first} />}
      </News>
      <CaseFactsList found={found} />
      <Section title={t('case.steps')}>
        <Steps
          found={found}
          onDone={told}
          onClose={forgetTyped}
          onRefused={readAgain}
          mayAct={mayAct}
        />
      </Section>
      {open === 'edit' && (
        <EditDialog
          found={found}
          onClose={close}
          onDone={() => told(t('case.saved'))}
          onRefused={readAgain}
        />
      )}
      {(open === 'done' || open === 'called-off') && (
        <CloseDialog
          found={found}
          as={open}
          onClose={close}
          onDone={() => told(t(open === 'done' ? 'case.closed.done' : 'case.state.called-off'))}
        />
      )}
    </Page>
  )
}

function CaseFactsList({ found }: { found: ProviderCaseView }) {
  const { t } = useWords()
  const day = (on: string): string => dateText(atJapan(on))
  const own: [string, React.ReactNode][] =
    found.kind === 'ending'
      ? [
          [t('provider.stop.cause'), t(`statusCause.${found.facts.cause}`)],
          [t('case.announcedOn'), day(found.facts.announcedOn)],
          [t('case.endsOn'), day(found.facts.endsOn)],
          [
            t('case.successor'),
            found.successor === null ? (
              t('case.successor.none')
            ) : (
              <Link key="successor" to={`/providers/${found.successor.id}`}>
                {found.successor.name}
              </Link>
            ),
          ],
          [t('case.letterWords'), found.facts.letterWords || '—'],
        ]
      : [
          [t('case.category'), t(`incidentCategory.${found.facts.category}`)],
          [t('case.summary'), found.facts.summary],
          [t('case.discoveredAt'), timeText(found.facts.discoveredAt)],
          [
            t('case.period'),
            `${found.facts.from === null ? t('case.unknown') : timeText(found.facts.from)} 〜 ${found.facts.until === null ? t('case.ongoing') : timeText(found.facts.until)}`,
          ],
          [t('case.reportBy'), found.facts.reportBy === null ? '—' : day(found.facts.reportBy)],
          [t('case.deskWords'), found.facts.deskWords || '—'],
          [t('case.conditions'), found.facts.conditions || '—'],
        ]
  const closed: [string, React.ReactNode][] =
    found.closedAt === null || found.closedByName === null
      ? []
      : [
          [
            t('case.closedBy'),
            `${found.closedByName}　${timeText(found.closedAt)}　${found.closedNote ?? ''}`,
          ],
        ]
  return (
    <Section title={t('case.facts')}>
      <Facts
        items={[
          [
            t('word.state'),
            <Badge
              key="state"
              tone={found.closedAs === null ? 'info' : 'good'}
              shape={found.closedAs === null ? '○' : '●'}
            >
              {t(`case.state.${found.closedAs ?? 'open'}`)}
            </Badge>,
          ],
          [
            t('word.provider'),
            <span key="provider">
              <ProviderBadge status={found.status} />　{timeText(found.statusAt)}
            </span>,
          ],
          [t('provider.liveGrants'), found.liveGrants.toLocaleString('ja-JP')],
          ...own,
          [t('case.openedBy'), `${found.openedByName}　${timeText(found.openedAt)}`],
          ...closed,
        ]}
      />
    </Section>
  )
}
