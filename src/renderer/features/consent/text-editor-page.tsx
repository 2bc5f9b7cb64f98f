import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation, useNavigate, useParams } from 'react-router'
import { deskQuery, engineNow } from '#desk'
import { checkTexts, TextKind } from '#shared/consent-texts'
import type { TextVersion } from '#shared/contract/texts'
import { isoDate } from '#shared/japanese-date'
import { Day } from '#shared/parse-date'
import { Banner, Button, Page, Section, TextInput } from '#ui'
import { Failure, inputError, Loaded, useMay, useMe, useWords } from '#words'
import { ComparePreviews } from './compare-previews.tsx'
import style from './consent.module.css'
import { TermsEditor, TextTable } from './text-fields.tsx'

type Body = Record<string, string | string[]>

/** One version: written as a draft, compared, approved by someone else. */
export function TextEditorPage() {
  const { t } = useWords()
  const params = useParams()
  const kind = TextKind.safeParse(params.kind).data ?? 'personal'
  const list = useQuery(deskQuery.texts.list.queryOptions({ input: { kind } }))
  return (
    <Loaded query={list} page={t('menu.consent')}>
      {({ current }) => (
        <Version
          key={`${kind}-${params.number}`}
          kind={kind}
          number={params.number === 'new' ? null : Number(params.number)}
          current={current}
        />
      )}
    </Loaded>
  )
}

/** A version, or the one in force as the beginning of a new one, beside the one in force. */
function Version({
  kind,
  number,
  current,
}: {
  kind: TextKind
  number: number | null
  current: number
}) {
  const { t } = useWords()
  const base = useQuery(
    deskQuery.texts.find.queryOptions({
      input: { kind, number: number ?? current },
      gcTime: 0,
      refetchOnWindowFocus: false,
    }),
  )
  const now = useQuery(deskQuery.texts.find.queryOptions({ input: { kind, number: current } }))
  const [saves, setSaves] = useState(0)
  return (
    <Loaded query={base} page={t('menu.consent')}>
      {(version) => (
        <Loaded query={now} page={t('menu.consent')}>
          {(inForce) => (
            <Editor
              // Made anew by the person's own save alone: what another has saved is refused there, and nothing typed is gone unseen.
              key={saves}
              onSaved={() => setSaves(saves + 1)}
              kind={kind}
              version={number === null ? undefined : version}
              body={version.body}
              now={inForce.body}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

function Editor({
  kind,
  version,
  body: shown,
  now,
  onSaved,
}: {
  kind: TextKind
  version: TextVersion | undefined
  body: Body
  now: Body
  onSaved: () => void
}) {
  const { t } = useWords()
  const me = useMe()
  const maySave = useMay('texts.save')
  const mayApprove = useMay('texts.approve')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const saved = (useLocation().state as { done?: 'saved' } | null)?.done === 'saved'
  const [{ given, seenAt }] = useState({ given: shown, seenAt: version?.updatedAt ?? 0 })
  const [body, setBody] = useState(given)
  const [note, setNote] = useState(version?.approvedAt === null ? version.note : '')
  const [tried, setTried] = useState(false)
  const [from, setFrom] = useState(() => isoDate(engineNow()))
  const refresh = (): Promise<void> =>
    queries.invalidateQueries({ queryKey: deskQuery.texts.key() })
  const save = useMutation(
    deskQuery.texts.save.mutationOptions({
      onSuccess: async (saved) => {
        await refresh()
        // The editor is made anew for what was saved, so the address carries that it was.
        void navigate(`/consent/texts/${kind}/${saved.number}`, {
          replace: true,
          state: { done: 'saved' },
        })
        onSaved()
      },
    }),
  )
  const approve = useMutation(deskQuery.texts.approve.mutationOptions({ onSuccess: refresh }))
  const discard = useMutation(
    deskQuery.texts.discard.mutationOptions({
      onSuccess: async () => {
        await refresh()
        void navigate(`/consent/texts?kind=${kind}`, { replace: true })
      },
    }),
  )
  const isDraft = version === undefined || version.approvedAt === null
  // What would be typed while it is on its way would be in no version.
  const editable = isDraft && maySave && !save.isPending
  const problems = kind === 'terms' ? [] : checkTexts(kind, body as Record<string, string>)
  const changed = JSON.stringify(body) !== JSON.stringify(given) || version === undefined
  const error = save.error ?? approve.error ?? discard.error
  const press = (): void => {
    setTried(true)
    if (problems.length > 0 || note.trim() === '' || save.isPending) return
    const draft = version ? { number: version.number, seenAt } : null
    save.mutate({ kind, draft, body, note })
  }
  const name = t(`texts.kind.${kind}`)
  return (
    <Page
      title={
        version
          ? t('texts.editor', { kind: name, number: version.number })
          : t('texts.editor.new', { kind: name })
      }
      sub={version?.note}
      action={
        <Button onPress={() => void navigate(`/consent/texts?kind=${kind}`)}>
          {t('app.back')}
        </Button>
      }
    >
      {error && <Failure error={error} />}
      {saved && isDraft && !changed && <Banner tone="good" title={t('texts.saved')} />}
      {approve.isSuccess && <Banner tone="good" title={t('texts.approved')} />}
      {!isDraft && <Banner tone="plain" title={t('texts.readOnly')} />}
      {isDraft && maySave && (
        <div className={style.bar}>
          <TextInput
            half={false}
            label={t('texts.note')}
            hint={t('texts.note.hint')}
            value={note}
            isReadOnly={!editable}
            onChange={setNote}
            error={tried && note.trim() === '' ? t('texts.note.missing') : undefined}
            wide
          />
          <Button kind="primary" isPending={save.isPending} onPress={press}>
            {t('texts.save')}
          </Button>
          {version && (
            <Button
              isPending={discard.isPending}
              onPress={() => discard.mutate({ kind, number: version.number })}
            >
              {t('texts.discard')}
            </Button>
          )}
        </div>
      )}
      {version && isDraft && mayApprove && (
        <Section title={t('texts.approve')}>
          {version.authorId === String(me.id) ? (
            <p>{t('texts.approve.alone')}</p>
          ) : (
            <div className={style.bar}>
              <TextInput
                half
                label={t('texts.approve.from')}
                value={from}
                onChange={setFrom}
                error={inputError(t, Day, from)}
              />
              <Button
                kind="primary"
                isPending={approve.isPending}
                onPress={() =>
                  Day.safeParse(from).success &&
                  approve.mutate({ kind, number: version.number, seenAt, from })
                }
              >
                {t('texts.approve')}
              </Button>
            </div>
          )}
        </Section>
      )}
      {kind === 'terms' ? (
        <TermsEditor body={body} onChange={editable ? setBody : undefined} />
      ) : (
        <TextTable
          kind={kind}
          body={body as Record<string, string>}
          now={now as Record<string, string>}
          problems={tried || changed ? problems : []}
          onChange={editable ? setBody : undefined}
        />
      )}
      {version && kind !== 'terms' && (
        <ComparePreviews kind={kind} number={version.number} body={given} now={now} />
      )}
    </Page>
  )
}
