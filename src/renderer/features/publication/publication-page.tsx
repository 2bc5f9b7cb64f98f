import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { desk, deskQuery } from '#desk'
import type { PublicationState, Published } from '#shared/contract/publication'
import { ledgerLabel } from '#shared/ledger-words'
import { Banner, Button, Page, Section } from '#ui'
import { Failure, Loaded, saveFile, timeText, useMay, useWords } from '#words'
import { PublicationPreview } from './preview.tsx'
import style from './publication.module.css'
import { PublishDialog } from './publish-dialog.tsx'

const forms = ['html', 'csv', 'pdf'] as const
const types = { html: 'text/html', csv: 'text/csv', pdf: 'application/pdf' }

/** 公表: what would be published, what stands in the way, what it changes, and what was published. */
export function PublicationPage() {
  const { t } = useWords()
  const state = useQuery(deskQuery.publication.find.queryOptions())
  const may = useMay('publication.publish')
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState(false)
  const queries = useQueryClient()
  return (
    <Page
      title={t('publication.title')}
      sub={<Link to="/providers">{t('menu.providers')}</Link>}
      action={
        may && (
          <Button
            kind="primary"
            isDisabled={!state.data || state.data.missing.length > 0}
            onPress={() => setAsking(true)}
          >
            {t('publication.do')}
          </Button>
        )
      }
    >
      <p>{t('publication.lead')}</p>
      {done && <Banner tone="good" title={t('publication.done')} />}
      <Loaded query={state} lines={8}>
        {(found) => (
          <>
            <Standing found={found} />
            <Section title={t('publication.preview')}>
              <PublicationPreview body={found.body} />
            </Section>
            {found.history.length > 0 && (
              <Section title={t('publication.history')}>
                <ul className={style.list}>
                  {found.history.map((one) => (
                    <Former key={one.id} published={one} />
                  ))}
                </ul>
              </Section>
            )}
            {asking && (
              <PublishDialog
                seen={found.seen}
                served={found.last?.served ?? false}
                onClose={() => setAsking(false)}
                onDone={async () => {
                  setAsking(false)
                  // Told once it stands in the list below: the first one there would still be the former.
                  await queries.invalidateQueries({ queryKey: deskQuery.publication.key() })
                  setDone(true)
                }}
              />
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** What stands in the way, or what has changed since the last publication. */
function Standing({ found }: { found: PublicationState }) {
  const { t } = useWords()
  const { last, changes, missing } = found
  return (
    <>
      {last ? (
        <p>
          {t('publication.last', {
            at: timeText(last.at),
            by: last.byName,
            served: last.served
              ? t('publication.served', { address: found.address })
              : t('publication.notServed'),
          })}
        </p>
      ) : (
        <Banner tone="plain" title={t('publication.never')}>
          <p>
            {found.body.clauses.length > 0
              ? t('publication.never.todo', { n: found.body.clauses.length })
              : t('publication.never.nobody')}
          </p>
        </Banner>
      )}
      {missing.length > 0 && (
        <Banner tone="warn" title={t('publication.missing')}>
          <ul className={style.list}>
            {missing.map((one) => (
              <li key={`${one.providerId} ${one.item}`}>
                <Link to={`/providers/${one.providerId}/ledger`}>
                  {one.provider}：{ledgerLabel(t, one.item)}
                </Link>
                （{t(`publication.missing.${one.lack}`)}）
              </li>
            ))}
          </ul>
        </Banner>
      )}
      {last !== null && changes.length === 0 && (
        <Banner tone="good" title={t('publication.same')} />
      )}
      {changes.length > 0 && last !== null && (
        <Banner tone="warn" title={t('publication.differs', { n: changes.length })}>
          <ul className={style.list}>
            {changes.map(({ part, kind, name }) => (
              <li key={`${part} ${kind} ${name}`}>
                {t(`publication.part.${part}`)}：{name}（{t(`publication.change.${kind}`)}）
              </li>
            ))}
          </ul>
        </Banner>
      )}
    </>
  )
}

function Former({ published }: { published: Published }) {
  const { t } = useWords()
  const save = useMutation({
    mutationFn: async (form: (typeof forms)[number]) => {
      const { file, fileName } = await desk.publication.file({ id: published.id, form })
      saveFile(file, fileName, types[form])
    },
  })
  return (
    <li>
      {timeText(published.at)}　{published.byName}　
      <span className={style.files}>
        {forms.map((form) => (
          <Button
            key={form}
            small
            isDisabled={save.isPending}
            aria-label={t('publication.files', {
              at: timeText(published.at),
              form: t(`publication.file.${form}`),
            })}
            onPress={() => save.mutate(form)}
          >
            {t(`publication.file.${form}`)}
          </Button>
        ))}
      </span>
      {save.error && <Failure error={save.error} />}
    </li>
  )
}
