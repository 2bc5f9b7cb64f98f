import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { IdentityRow, StaffRequest } from '#shared/contract/requests'
import type { Channel } from '#shared/grant'
import { SpokenItem } from '#shared/request'
import { Badge, Button, TextInput } from '#ui'
import { dateText, Failure, optional, useWords } from '#words'
import { identityLabel } from './identity-label.ts'
import style from './request.module.css'

const looks = {
  match: ['good', '●'],
  mismatch: ['danger', '✕'],
  unconfirmed: ['ended', '□'],
} as const

/**
 * What the caller says is typed here and compared by the engine; only what agrees is shown (R48, R49). Before that nothing
 * of what is on file is in the window.
 */
export function IdentityForm({
  rows,
  channel,
  ensure,
  onStart,
  onDone,
}: {
  rows: IdentityRow[]
  channel: Channel
  /** The request's number; opens it where none is. */
  ensure: () => Promise<number>
  /** Called with the first thing typed: the call has begun. */
  onStart: () => void
  onDone: (request: StaffRequest) => void
}) {
  const { t } = useWords()
  const [said, setSaid] = useState<Partial<Record<SpokenItem, string>>>({})
  const [papers, setPapers] = useState('')
  const [number, setNumber] = useState<{ phone: string; changedAt: number | null } | null>(null)
  const answers = SpokenItem.options.flatMap((item) => {
    const text = said[item] ?? ''
    const open = rows.some(
      (row) => row.item === item && row.result !== 'match' && row.triesLeft > 0,
    )
    return open && text.trim() !== '' ? [{ item, said: text }] : []
  })
  const compare = useMutation({
    mutationFn: async () => {
      const id = await ensure()
      let last: StaffRequest | undefined
      if (
        papers.trim() !== '' &&
        rows.some((row) => row.item === 'document' && row.result !== 'match')
      )
        last = await desk.requests.noteIdentity({
          id,
          item: 'document',
          result: 'match',
          note: papers,
        })
      return answers.length > 0 ? desk.requests.compare({ id, answers }) : last
    },
    onSuccess: (request) => {
      if (!request) return
      // Fields that did not agree are emptied for the next try.
      setSaid((before) =>
        Object.fromEntries(
          Object.entries(before).filter(([item]) =>
            request.identity.items.some((row) => row.item === item && row.result === null),
          ),
        ),
      )
      setPapers('')
      onDone(request)
    },
  })
  const callBack = useMutation({
    mutationFn: async (done: boolean) => {
      const id = await ensure()
      if (!done) return { number: await desk.requests.callBackNumber({ id }) }
      return {
        request: await desk.requests.noteIdentity({
          id,
          item: 'call-back',
          result: 'match',
          note: '',
        }),
      }
    },
    onSuccess: (answer) => {
      if (answer.number) setNumber(answer.number)
      if (answer.request) onDone(answer.request)
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!compare.isPending && (answers.length > 0 || papers.trim() !== '')) compare.mutate()
  }
  const first = rows.find((row) => row.result !== 'match' && row.item !== 'call-back')?.item
  const label = (item: IdentityRow['item']): string => t(identityLabel(item, channel))

  return (
    <form onSubmit={submit} className={style.identity} aria-label={t('request.identity')}>
      {rows.map((row) => {
        const { item } = row
        const name = `${label(item)}${row.use === 'mandatory' ? `（${t('request.mandatory')}）` : ''}`
        if (row.result === 'match')
          return (
            <p key={item} className={style.agreed}>
              <Result row={row} />
              <span>
                {label(item)}　{row.registered}
              </span>
            </p>
          )
        if (item === 'call-back')
          return (
            <div key={item} className={style.callBack}>
              <span className={style.itemName}>{name}</span>
              {number ? (
                <>
                  <p>{t('request.callBack.number', { phone: number.phone })}</p>
                  {number.changedAt !== null && (
                    <p className={style.warn}>
                      {t('request.callBack.recent', { date: dateText(number.changedAt) })}
                    </p>
                  )}
                  <Button small onPress={() => callBack.mutate(true)}>
                    {t('request.callBack.done')}
                  </Button>
                </>
              ) : (
                <Button small onPress={() => callBack.mutate(false)}>
                  {t('request.callBack.show')}
                </Button>
              )}
            </div>
          )
        const spent = row.triesLeft === 0
        return (
          <div key={item} className={style.item}>
            <TextInput
              label={name}
              placeholder={optional(t, `identityHint.${item}`, '')}
              wide
              autoComplete="off"
              autoFocus={item === first}
              isDisabled={spent}
              value={item === 'document' ? papers : (said[item] ?? '')}
              onChange={(text) => {
                onStart()
                if (item === 'document') setPapers(text)
                else setSaid((before) => ({ ...before, [item]: text }))
              }}
              error={
                row.result === 'mismatch'
                  ? `${t('identityResult.mismatch')}　${t('request.triesLeft', { n: row.triesLeft })}`
                  : undefined
              }
            />
          </div>
        )
      })}
      {compare.isError && <Failure error={compare.error} />}
      {callBack.isError && <Failure error={callBack.error} />}
      <Button kind="primary" type="submit" isPending={compare.isPending}>
        {t('request.compare')}
      </Button>
    </form>
  )
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
