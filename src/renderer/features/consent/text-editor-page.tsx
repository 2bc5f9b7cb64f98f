import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { deskQuery, engineNow, failureOf } from '#desk'
import { checkTexts, TextKind } from '#shared/consent-texts'
import type { TextVersion } from '#shared/contract/texts'
import { isoDate } from '#shared/japanese-date'
import { Day } from '#shared/parse-date'
import { Banner, Button, Page, Section, TextInput } from '#ui'
import {
  Failure,
  inputError,
  Kept,
  Loaded,
  OthersChanges,
  useMay,
  useMe,
  useNews,
  useWords,
} from '#words'
import { ComparePreviews } from './compare-previews.tsx'
import style from './consent.module.css'
import { DiscardText } from './discard-text.tsx'
import { shortened, TermsEditor, TextTable } from './text-fields.tsx'
import { type Body, useTextDraft } from './use-text-draft.ts'

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
  return (
    <Loaded query={base} page={t('menu.consent')}>
      {(version) => (
        <Loaded query={now} page={t('menu.consent')}>
          {(inForce) => (
            <Editor
              kind={kind}
              version={number === null ? undefined : version}
              shown={version.body}
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
  shown,
  now,
}: {
  kind: TextKind
  version: TextVersion | undefined
  /** As it is saved; of a new one as it is in force. */
  shown: Body
  now: Body
}) {
  const { t } = useWords()
  const me = useMe()
  const maySave = useMay('texts.save')
  const mayApprove = useMay('texts.approve')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const saved = useNews<{ done: 'saved' }>()?.done === 'saved'
  const isDraft = version === undefined || version.approvedAt === null
  const draft = useTextDraft(version, shown)
  const { note, isOld } = draft
  const body = isDraft ? draft.body : shown
  // Approving one text does not approve another that came while it was read.
  const [readAt, setReadAt] = useState(version?.updatedAt ?? 0)
  const [tried, setTried] = useState(false)
  const [from, setFrom] = useState(() => isoDate(engineNow()))
  const refresh = (): Promise<void> =>
    queries.invalidateQueries({ queryKey: deskQuery.texts.key() })
  const save = useMutation(
    deskQuery.texts.save.mutationOptions({
      onSuccess: async (saved, { body, note }) => {
        // Also where the engine is lost just now: what is shown is what was saved.
        if (version)
          queries.setQueryData(
            deskQuery.texts.find.queryKey({ input: { kind, number: version.number } }),
            (before) => before && { ...before, body, note },
          )
        draft.forget()
        await refresh()
        // A new one has an address from now on, so the address carries that it was saved.
        void navigate(`/consent/texts/${kind}/${saved.number}`, {
          replace: true,
          state: { done: 'saved' },
        })
      },
      // What another has saved meanwhile is shown beside what is typed.
      onError: refresh,
    }),
  )
  const approve = useMutation(deskQuery.texts.approve.mutationOptions({ onSuccess: refresh }))
  // What would be typed while it is on its way would be in no version.
  const editable = isDraft && maySave && !save.isPending
  const problems = kind === 'terms' ? [] : checkTexts(kind, body as Record<string, string>)
  const changed = isDraft && (draft.isTyped || version === undefined)
  const error = save.error ?? approve.error
  const told = error && !(isOld && failureOf(error).code === 'text.changed-meanwhile')
  const press = (): void => {
    setTried(true)
    if (problems.length > 0 || note.trim() === '' || isOld || save.isPending) return
    const of = version ? { number: version.number, seenAt: draft.seenAt } : null
    save.mutate({ kind, draft: of, body, note })
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
      {told && <Failure error={error} />}
      {isDraft && maySave && <Kept isTyped={draft.isTyped} isOld={isOld} onDrop={draft.forget} />}
      {isDraft && maySave && isOld && (
        <OthersChanges
          title={t('texts.others.title')}
          none={t('texts.others.none')}
          forms={draft.forms}
          label={(key) => shortened([now[key] ?? ''].flat().join('\n'))}
          words={(form, key) => [form[key] ?? ''].flat().join('\n') || '—'}
          onUse={(key) => draft.change({ ...body, [key]: shown[key] ?? '' })}
          onMerge={() => {
            draft.merge()
            save.reset()
          }}
        />
      )}
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
            onChange={draft.setNote}
            error={tried && note.trim() === '' ? t('texts.note.missing') : undefined}
            wide
          />
          <Button kind="primary" isPending={save.isPending} isDisabled={isOld} onPress={press}>
            {t('texts.save')}
          </Button>
          {version && <DiscardText version={version} onDone={draft.forget} />}
        </div>
      )}
      {version && isDraft && mayApprove && (
        <Section title={t('texts.approve')}>
          {version.authorId === String(me.id) ? (
            <p>{t('texts.approve.alone')}</p>
          ) : readAt !== version.updatedAt ? (
            <Banner
              tone="warn"
              title={t('texts.since.title')}
              action={
                <Button onPress={() => setReadAt(version.updatedAt)}>
                  {t('texts.since.read')}
                </Button>
              }
            >
              <p>{t('texts.since.todo')}</p>
            </Banner>
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
                  approve.mutate({ kind, number: version.number, seenAt: readAt, from })
                }
              >
                {t('texts.approve')}
              </Button>
            </div>
          )}
        </Section>
      )}
      {kind === 'terms' ? (
        <TermsEditor body={body} onChange={editable ? draft.change : undefined} />
      ) : (
        <TextTable
          kind={kind}
          body={body as Record<string, string>}
          now={now as Record<string, string>}
          problems={tried || changed ? problems : []}
          onChange={editable ? draft.change : undefined}
        />
      )}
      {version && kind !== 'terms' && (
        <ComparePreviews kind={kind} number={version.number} body={shown} now={now} />
      )}
    </Page>
  )
}
