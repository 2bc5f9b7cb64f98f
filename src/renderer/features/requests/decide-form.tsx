import { useState } from 'react'
import { desk } from '#desk'
import type { RequestAct } from '#shared/contract/acts'
import type { StaffRequest } from '#shared/contract/requests'
import { ActNote } from '#shared/request'
import { Button, Facts, TextInput } from '#ui'
import {
  CustomerLine,
  dateText,
  Failure,
  inputError,
  keyOf,
  ProofAgain,
  timeText,
  useAct,
  useDraft,
  useRecordActs,
  useWords,
} from '#words'
import style from './request.module.css'
import { Targets } from './targets.tsx'

/** 検印: shows what would happen to which grants, and the two answers side by side. */
export function DecideForm({
  request,
  act,
  onDone,
}: {
  request: StaffRequest
  act: RequestAct
  onDone: () => void
}) {
  const { t } = useWords()
  const [note, setNote] = useDraft(`decide.${act.id}`, '')
  const [tried, setTried] = useState<'approve' | 'refuse'>()
  const send = useAct(desk.requests.decide, () => {
    setNote('')
    onDone()
  })
  const wrong = (answer: 'approve' | 'refuse'): string | undefined =>
    answer === 'refuse' && note.trim() === ''
      ? t('request.decide.note.error')
      : inputError(t, ActNote, note)
  const decide = (answer: 'approve' | 'refuse'): void => {
    setTried(answer)
    if (wrong(answer) === undefined)
      send.act({ actId: act.id, approve: answer === 'approve', note })
  }
  const before = act.approval === 'before'
  const button = `approve-${act.id}`
  useRecordActs({ approve: button })
  return (
    <section className={style.decide} aria-label={t('request.decide.approve')}>
      <h2>
        {t(`actKind.${act.kind}`)}（{t(`actScope.${act.scope}`)}）
      </h2>
      <CustomerLine customer={request.customer} />
      <p>{t('request.decide.lead')}</p>
      <Facts items={whatHappens(t, request, act)} />
      {act.targets && <Targets targets={act.targets} />}
      <TextInput
        half={false}
        label={t('request.decide.note')}
        wide
        value={note}
        onChange={setNote}
        error={tried && wrong(tried)}
      />
      <ProofAgain proof={send.proof} />
      {send.error && <Failure error={send.error} />}
      <div className={style.buttons}>
        <Button
          id={button}
          kind="primary"
          shortcut={keyOf('approve')}
          isPending={send.busy}
          onPress={() => decide('approve')}
        >
          {t('request.decide.approve')}
        </Button>
        {before && (
          <Button acts onPress={() => decide('refuse')}>
            {t('request.decide.refuse')}
          </Button>
        )}
      </div>
    </section>
  )
}

/** All that was asked for: who approves is answerable for exactly this. */
function whatHappens(
  t: ReturnType<typeof useWords>['t'],
  request: StaffRequest,
  act: RequestAct,
): (readonly [string, string])[] {
  const { heldUntil, heldAfterwards, paperReceivedOn } = act
  return [
    [
      t('request.requester'),
      [
        t(`requestChannel.${request.requestChannel}`),
        t(`requester.${request.requester}`),
        request.requesterName,
      ]
        .filter(Boolean)
        .join('　'),
    ],
    [t('word.reason'), t(`reason.${act.reason}`)],
    [t('word.note'), act.note || '—'],
    ...(heldUntil === null
      ? []
      : [
          [
            t('request.decide.until'),
            `${dateText(heldUntil)}　${t(`request.hold.then.${heldAfterwards ?? 'resume'}`)}`,
          ] as const,
        ]),
    ...(paperReceivedOn === null
      ? []
      : [[t('request.resume.paper'), paperReceivedOn.replaceAll('-', '/')] as const]),
    [t('request.decide.madeBy'), `${act.madeByName}　${timeText(act.madeAt, true)}`],
  ]
}
