import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { Link, useParams } from 'react-router'
import { desk, deskQuery } from '#desk'
import type { ConnectionTest } from '#shared/contract/connection-test'
import { isOfOwnMachine } from '#shared/readiness'
import { Banner, Button, Facts, Page, Section } from '#ui'
import { CopyButton, Failure, Loaded, timeText, useAct, useMay, useWords } from '#words'
import { FailedCalls, Steps, TestCustomers } from './connection-test-tables.tsx'
import style from './provider.module.css'

/** What comes from the provider meanwhile is seen without a touch. */
const againMs = 5_000

/** 接続試験: where a provider connects before its 有効化, what was seen of its client, and why calls were refused (decision 0045). */
export function ConnectionTestPage() {
  const { t } = useWords()
  const providerId = Number(useParams().id)
  const page = useQuery(
    deskQuery.connectionTest.find.queryOptions({
      input: { providerId },
      enabled: Number.isSafeInteger(providerId) && providerId > 0,
      refetchInterval: againMs,
    }),
  )
  return (
    <Loaded query={page} page={t('connectionTest.title')}>
      {(test) => <Test test={test} />}
    </Loaded>
  )
}

function Test({ test }: { test: ConnectionTest }) {
  const { t } = useWords()
  const { id, name } = test.provider
  const queries = useQueryClient()
  const mayAct = useMay('connectionTest.record')
  const [ended, setEnded] = useState<number>()
  const readAgain = (): void => {
    void queries.invalidateQueries({ queryKey: deskQuery.connectionTest.key() })
    void queries.invalidateQueries({ queryKey: deskQuery.ledger.key() })
  }
  const end = useAct(desk.connectionTest.endLinks, ({ grants }) => {
    setEnded(grants)
    readAgain()
  })
  const record = useAct(desk.connectionTest.record, readAgain)
  const error = end.error ?? record.error
  const busy = end.busy || record.busy
  const needed = test.steps.filter((one) => one.needed)
  const met = needed.filter(({ metAt }) => metAt !== null).length
  return (
    <Page
      title={t('connectionTest.title')}
      sub={
        <>
          <Link to={`/providers/${id}`}>{name}</Link>
          {'　'}
          <Link to={`/providers/${id}/ledger`}>{t('ledger.open')}</Link>
        </>
      }
      action={
        mayAct &&
        test.open && (
          <>
            <Button
              isDisabled={busy || test.liveGrants === 0}
              onPress={() => end.act({ providerId: id })}
            >
              {t('connectionTest.endLinks')}
            </Button>
            <Button
              kind="primary"
              isDisabled={busy || !test.passed || test.recorded}
              onPress={() => record.act({ providerId: id })}
            >
              {t('connectionTest.record')}
            </Button>
          </>
        )
      }
    >
      {error && <Failure error={error} />}
      {!error && ended !== undefined && (
        <Banner tone="good" title={t('connectionTest.endLinks.done', { n: ended })} />
      )}
      {test.recorded && <Banner tone="good" title={t('connectionTest.recorded')} />}
      {test.issuer === null ? (
        <Banner tone="warn" title={t('connectionTest.closed')}>
          {t('connectionTest.closed.todo')}
        </Banner>
      ) : (
        !test.open && <Banner tone="plain" title={t('connectionTest.notNow')} />
      )}
      {test.issuer !== null && <Channel test={test} issuer={test.issuer} />}
      <Section
        title={`${t('connectionTest.steps')}　${t('connectionTest.steps.count', { met, all: needed.length })}`}
      >
        {test.open && <p className={style.client}>{t('connectionTest.endLinks.hint')}</p>}
        <Steps steps={test.steps} />
        {test.open && <p className={style.client}>{t('connectionTest.record.hint')}</p>}
      </Section>
      <Section title={t('connectionTest.failures')}>
        <FailedCalls failures={test.failures} />
      </Section>
      {test.customers.length > 0 && (
        <Section title={t('connectionTest.customers')}>
          <TestCustomers customers={test.customers} />
        </Section>
      )}
    </Page>
  )
}

function Channel({ test, issuer }: { test: ConnectionTest; issuer: string }) {
  const { t } = useWords()
  const address = (text: string) => (
    <span key={text} className={style.address}>
      <code>
        {text.split(/(?<=\/)/).map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one address, in their order
          <Fragment key={index}>
            {part}
            <wbr />
          </Fragment>
        ))}
      </code>{' '}
      <CopyButton text={text} />
    </span>
  )
  return (
    <Section title={t('connectionTest.channel')}>
      {isOfOwnMachine(issuer) && (
        <Banner tone="warn" title={t('connectionTest.ownMachine')}>
          <p>{t('connectionTest.ownMachine.todo')}</p>
        </Banner>
      )}
      <p className={style.client}>{t('connectionTest.lead')}</p>
      <Facts
        items={[
          [t('connectionTest.issuer'), address(issuer)],
          [
            t('connectionTest.metadata'),
            address(`${issuer}/.well-known/oauth-authorization-server`),
          ],
          [t('connectionTest.api'), address(`${issuer}/api/v1`)],
          [t('provider.clientId'), address(test.provider.clientId)],
          ...(test.since === null
            ? []
            : [[t('connectionTest.since'), timeText(test.since)] as [string, string]]),
        ]}
      />
    </Section>
  )
}
