import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearchParams } from 'react-router'
import { deskQuery } from '#desk'
import { TextKind } from '#shared/consent-texts'
import type { TextVersion } from '#shared/contract/texts'
import { Button, Chips, Page, PlainTable, Section } from '#ui'
import { dateText, Loaded, useMay, useWords } from '#words'
import style from './consent.module.css'
import { ConsentNav } from './consent-nav.tsx'

/** The versions of the texts: author, approver, day (R93). */
export function TextsPage() {
  const { t } = useWords()
  const maySave = useMay('texts.save')
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const kind = TextKind.safeParse(params.get('kind')).data ?? 'personal'
  const list = useQuery(deskQuery.texts.list.queryOptions({ input: { kind } }))
  const state = (version: TextVersion): string =>
    version.approvedAt === null
      ? t('texts.state.draft')
      : version.number === list.data?.current
        ? t('texts.state.current')
        : version.number > (list.data?.current ?? 0)
          ? t('texts.state.planned')
          : t('texts.state.past')
  const draft = list.data?.versions.find((one) => one.approvedAt === null)
  return (
    <Page title={t('menu.consent')} sub={t('texts.lead')}>
      <ConsentNav />
      <Chips
        label={t('word.kind')}
        value={kind}
        options={TextKind.options.map((value) => ({ value, label: t(`texts.kind.${value}`) }))}
        onChange={(next) => setParams({ kind: next }, { replace: true })}
      />
      <Section
        title={t('texts.versions')}
        action={
          maySave && (
            <Button
              kind="primary"
              onPress={() => void navigate(`/consent/texts/${kind}/${draft?.number ?? 'new'}`)}
            >
              {t(draft ? 'texts.edit' : 'texts.newDraft')}
            </Button>
          )
        }
      >
        <Loaded query={list}>
          {({ versions }) => (
            <div className={style.table}>
              <PlainTable<TextVersion>
                key={kind}
                label={t('texts.versions')}
                rows={versions}
                rowId={(version) => version.number}
                onOpen={(version) => void navigate(`/consent/texts/${kind}/${version.number}`)}
                columns={[
                  {
                    id: 'number',
                    header: t('word.version'),
                    width: 6,
                    value: (version) => version.number,
                    cell: (version) => t('texts.version', { number: version.number }),
                  },
                  { id: 'note', header: t('texts.note'), value: (version) => version.note },
                  {
                    id: 'author',
                    header: t('texts.author'),
                    width: 10,
                    value: (version) => version.authorName,
                  },
                  {
                    id: 'approver',
                    header: t('texts.approver'),
                    width: 10,
                    value: (version) => version.approverName ?? '',
                  },
                  {
                    id: 'from',
                    header: t('texts.from'),
                    width: 8,
                    value: (version) => version.effectiveFrom ?? 0,
                    cell: (version) =>
                      version.effectiveFrom ? dateText(version.effectiveFrom) : '—',
                  },
                  { id: 'state', header: t('word.state'), width: 8, value: state },
                ]}
              />
            </div>
          )}
        </Loaded>
      </Section>
    </Page>
  )
}
