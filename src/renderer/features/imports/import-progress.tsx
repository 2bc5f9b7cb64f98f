import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { desk, deskQuery } from '#desk'
import type { ImportStatus } from '#shared/contract/imports'
import { problemWords } from '#shared/import-words'
import { Banner, Button, PlainTable, Section } from '#ui'
import { Failure, saveFile, timeText, useWords } from '#words'
import { Effects } from './effects.tsx'
import style from './imports.module.css'

const counts = (status: ImportStatus): { done: number; total: number } | undefined => {
  if (status.state === 'receiving') return { done: status.received, total: status.size }
  if (status.state === 'loading' || status.state === 'writing')
    return { done: status.done, total: status.rows }
  return undefined
}

/** The state of an import: received, checked, wrong, or being written. */
export function ImportProgress({
  status,
  onChanged,
  onAgain,
}: {
  status: ImportStatus
  onChanged: () => void
  onAgain: () => void
}) {
  const { t } = useWords()
  const accept = useMutation(deskQuery.imports.accept.mutationOptions({ onSettled: onChanged }))
  const cancel = useMutation(deskQuery.imports.cancel.mutationOptions({ onSettled: onChanged }))
  const save = useMutation({
    mutationFn: () => desk.imports.problems({ id: status.id }),
    onSuccess: ({ file, fileName }) => saveFile(file, fileName, 'text/csv'),
  })
  const [ticked, setTicked] = useState('')
  const progress = counts(status)
  const checked = status.state === 'checked'
  const wrong = checked && status.problemCount > 0
  const reopened = status.effects?.reopened ?? 0
  const reopens = checked && reopened > 0
  const over = ['waiting', 'done', 'cancelled', 'failed'].includes(status.state)
  return (
    <Section title={`${status.fileName}　${t(`imports.kind.${status.kind}`)}`}>
      {accept.error && <Failure error={accept.error} />}
      <Banner
        tone={
          wrong || status.state === 'failed'
            ? 'danger'
            : status.state === 'done'
              ? 'good'
              : reopens || (checked && status.same?.newerAt)
                ? 'warn'
                : 'plain'
        }
        title={
          wrong
            ? t('imports.problems', { count: status.problemCount })
            : checked
              ? t('imports.ok', { rows: status.rows })
              : status.refused
                ? t('imports.refused', { name: status.refused.name })
                : t(
                    status.state === 'waiting'
                      ? 'proposals.waits'
                      : `imports.state.${status.state}`,
                  )
        }
        action={
          <div className={style.acts}>
            {!over && status.state !== 'writing' && (
              <Button onPress={() => cancel.mutate({ id: status.id })}>{t('word.abort')}</Button>
            )}
            {checked && !wrong && (
              // Without `isPending`: the button disappears with the answer, and a screen reader would be referred to nothing.
              <Button
                kind="primary"
                isDisabled={reopens && ticked !== status.id}
                onPress={() => accept.mutate({ id: status.id, reopened })}
              >
                {t('imports.accept')}
              </Button>
            )}
            {over && <Button onPress={onAgain}>{t('word.close')}</Button>}
          </div>
        }
      >
        {status.encoding && status.kind !== 'zengin' && (
          <p>{t('imports.encodingFound', { name: t(`imports.encoding.${status.encoding}`) })}</p>
        )}
        {checked && !wrong && status.absent.length > 0 && (
          <p>{t('imports.absent', { columns: status.absent.join('、') })}</p>
        )}
        {((checked && !wrong) || status.state === 'waiting') && <Effects status={status} />}
        {reopens && (
          <label>
            <input
              type="checkbox"
              checked={ticked === status.id}
              onChange={(event) => setTicked(event.target.checked ? status.id : '')}
            />{' '}
            {t('imports.reopened.tick')}
          </label>
        )}
        {status.state === 'waiting' && <p>{t('proposals.waits.todo')}</p>}
        {status.refused && (
          <p>
            {status.refused.note === ''
              ? t('proposals.refused.noNote')
              : t('proposals.refused.note', { note: status.refused.note })}
          </p>
        )}
        {checked && <Same status={status} />}
        {status.state === 'done' && <p>{t('imports.rows', { rows: status.rows })}</p>}
        {progress && (
          <p>
            <progress
              className={style.progress}
              aria-label={t(`imports.state.${status.state}`)}
              value={progress.done}
              max={progress.total}
            />{' '}
            <span className="number">
              {t('imports.progress', {
                done: progress.done,
                total: progress.total,
              })}
            </span>
          </p>
        )}
      </Banner>
      {wrong && (
        <>
          <div className={style.acts}>
            <Button isDisabled={save.isPending} onPress={() => save.mutate()}>
              {t('imports.problems.file')}
            </Button>
            {status.problemCount > status.problems.length && (
              <p>{t('imports.problems.more', { shown: status.problems.length })}</p>
            )}
          </div>
          {save.error && <Failure error={save.error} />}
          <div className={style.table}>
            <PlainTable
              label={t('imports.what')}
              lines={1}
              rows={status.problems.map((problem, id) => ({ ...problem, id }))}
              rowId={(problem) => problem.id}
              columns={[
                {
                  id: 'row',
                  header: t('imports.row'),
                  width: 4,
                  align: 'end',
                  value: (problem) => problem.row,
                },
                {
                  id: 'column',
                  header: t('imports.column'),
                  width: 9,
                  value: (problem) => problem.column,
                },
                {
                  id: 'value',
                  header: t('imports.value'),
                  width: 8,
                  value: (problem) => problem.value ?? '',
                },
                {
                  id: 'what',
                  header: t('imports.what'),
                  value: (problem) => problemWords(t, problem).what,
                },
                {
                  id: 'todo',
                  header: t('imports.todo'),
                  value: (problem) => problemWords(t, problem).todo,
                },
              ]}
            />
          </div>
        </>
      )}
    </Section>
  )
}

/** That it was imported before: nobody takes an older file for today's. */
function Same({ status: { same, effects } }: { status: ImportStatus }) {
  const { t } = useWords()
  if (!same) return null
  return (
    <>
      <p>{t('imports.same', { at: timeText(same.at) })}</p>
      {effects !== null && effects.replaced > 0 && <p>{t('imports.same.secrets')}</p>}
      {same.newerAt !== null && <p>{t('imports.same.older', { at: timeText(same.newerAt) })}</p>}
    </>
  )
}
