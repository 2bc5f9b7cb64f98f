import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { IdentityRow, StaffRequest } from '#shared/contract/requests'
import type { Channel } from '#shared/grant'
import type { Paper } from '#shared/papers'
import { SpokenItem, spokenInDigits } from '#shared/request'
import { spokenAnswer } from '#shared/spoken-answer'
import { Badge, Button, TextInput } from '#ui'
import { Failure, inputError, optional, useDraft, useWords } from '#words'
import { CallBack } from './call-back.tsx'
import { identityLabel } from './identity-label.ts'
import { noPaper, PaperFields, seenPaper } from './paper-fields.tsx'
import style from './request.module.css'

const looks = {
  match: ['good', '●'],
  mismatch: ['danger', '✕'],
  unconfirmed: ['ended', '□'],
} as const

/** Whether an answer can still be typed for an item. */
const isOpen = (row: IdentityRow): boolean =>
  row.result !== 'match' && row.triesLeft > 0 && !row.shown && row.onFile

/**
 * What the caller says is typed here and compared by the engine; only what agrees is shown (R48, R49). Before that nothing
 * of what is on file is in the window. Papers are noted one after the other.
 */
export function IdentityForm({
  rows,
  kinds,
  papers,
  channel,
  ensure,
  onStart,
  onDone,
}: {
  rows: IdentityRow[]
  /** The kinds of papers that this request takes. */
  kinds: Paper[]
  /** The papers noted so far. */
  papers: StaffRequest['identity']['papers']
  channel: Channel
  /** The request's number; opens it where none is. */
  ensure: () => Promise<number>
  /** Called when an answer stands and the next field is gone to: the call has begun. */
  onStart: () => void
  onDone: () => void
}) {
  const { t } = useWords()
  const [said, setSaid] = useDraft<Partial<Record<SpokenItem, string>>>('said', {})
  const [paper, setPaper] = useDraft('paper', noPaper)
  const [tried, setTried] = useState(false)
  const answers = SpokenItem.options.flatMap((item) => {
    const text = said[item] ?? ''
    return text.trim() !== '' && rows.some((row) => row.item === item && isOpen(row))
      ? [{ item, said: text }]
      : []
  })
  const seen = seenPaper(paper)
  const compare = useMutation({
    mutationFn: async () => {
      const id = await ensure()
      let last: StaffRequest | undefined
      if (seen) last = await desk.requests.noteIdentity({ id, item: 'document', papers: [seen] })
      return answers.length > 0 ? desk.requests.compare({ id, answers }) : last
    },
    onSuccess: (request) => {
      // Fields that did not agree are emptied for the next try.
      setSaid((before) =>
        Object.fromEntries(
          Object.entries(before).filter(([item]) =>
            request?.identity.items.some((row) => row.item === item && row.result === null),
          ),
        ),
      )
      setPaper(noPaper)
      setTried(false)
    },
    onSettled: onDone,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    const half = paper.kind !== null && !seen
    const mistyped = answers.some(
      ({ item, said: text }) => !spokenAnswer(item).safeParse(text).success,
    )
    if (!compare.isPending && !half && !mistyped && (answers.length > 0 || seen)) compare.mutate()
  }
  const first = rows.find((row) => isOpen(row) && row.item !== 'call-back')?.item
  const label = (item: IdentityRow['item']): string => t(identityLabel(item, channel))

  return (
    <form
      onSubmit={submit}
      onBlur={({ currentTarget, target, relatedTarget }) => {
        // A key that was meant for something else, in the field that has the focus, begins nothing.
        const stands = target instanceof HTMLInputElement && target.value.trim().length >= 2
        if (stands && currentTarget.contains(relatedTarget)) onStart()
      }}
      className={style.identity}
      aria-label={t('request.identity')}
    >
      {rows.map((row) => {
        const { item } = row
        const name = `${label(item)}${row.use === 'mandatory' ? `（${t('request.mandatory')}）` : ''}`
        if (item === 'document')
          return (
            <fieldset key={item} className={style.papers}>
              <legend>{name}</legend>
              {papers.map(({ kind, note }) => (
                <p key={`${kind} ${note}`} className={style.agreed}>
                  <Badge tone="good" shape="●">
                    {t('request.papers.seen')}
                  </Badge>
                  <span>{`${t(`paper.${kind}`)}　${note}`}</span>
                </p>
              ))}
              {row.result === 'mismatch' && (
                <p className={style.warn} role="status">
                  {t('request.papers.mismatch')}　{t('request.triesLeft', { n: row.triesLeft })}
                </p>
              )}
              {row.triesLeft > 0 && (
                <PaperFields
                  kinds={kinds.filter((kind) => papers.every((one) => one.kind !== kind))}
                  typed={paper}
                  tried={tried}
                  onChange={setPaper}
                />
              )}
            </fieldset>
          )
        if (row.result === 'match')
          return (
            <p key={item} className={style.agreed}>
              <Result row={row} />
              <span>
                {label(item)}　{row.registered}
              </span>
            </p>
          )
        if (!row.onFile)
          return (
            <div key={item} className={style.callBack}>
              <span className={style.itemName}>{label(item)}</span>
              <span className={style.soft}>{t('request.notOnFile')}</span>
            </div>
          )
        if (item === 'call-back')
          return (
            <CallBack
              key={item}
              name={name}
              ready={rows.some((one) => one.result === 'match')}
              ensure={ensure}
              onDone={onDone}
            />
          )
        return (
          <div key={item} className={style.item}>
            <TextInput
              half={spokenInDigits.includes(item)}
              label={name}
              placeholder={optional(t, `identityHint.${item}`, '')}
              wide
              autoComplete="off"
              autoFocus={item === first}
              isDisabled={!isOpen(row)}
              value={said[item] ?? ''}
              onChange={(text) => setSaid((before) => ({ ...before, [item]: text }))}
              error={problemOf(row)}
            />
          </div>
        )
      })}
      {compare.isError && <Failure error={compare.error} />}
      <Button kind="primary" type="submit" isPending={compare.isPending}>
        {t('request.compare')}
      </Button>
    </form>
  )

  function problemOf(row: IdentityRow): string | undefined {
    if (row.shown) return t('request.shown')
    const text = said[row.item as SpokenItem] ?? ''
    const mistyped =
      tried && text.trim() !== '' && isOpen(row)
        ? inputError(t, spokenAnswer(row.item as SpokenItem), text)
        : undefined
    if (mistyped !== undefined) return mistyped
    if (row.triesLeft === 0) return t('request.triesLeft', { n: 0 })
    return row.result === 'mismatch'
      ? `${t('identityResult.mismatch')}　${t('request.triesLeft', { n: row.triesLeft })}`
      : undefined
  }
}

function Result({ row }: { row: IdentityRow }) {
  const { t } = useWords()
  const [tone, shape] = looks[row.result ?? 'unconfirmed']
  return (
    <Badge tone={tone} shape={shape}>
      {t(`identityResult.${row.result ?? 'unconfirmed'}`)}
    </Badge>
  )
}
