import { useState } from 'react'
import { desk } from '#desk'
import type { RequestAct } from '#shared/contract/acts'
import { ActNote } from '#shared/request'
import { Button, TextInput } from '#ui'
import { Failure, inputError, ProofAgain, useAct, useDraft, useWords } from '#words'
import style from './request.module.css'
import { Targets } from './targets.tsx'

/** 検印: shows what would happen to which grants, and the two answers side by side. */
export function DecideForm({ act, onDone }: { act: RequestAct; onDone: () => void }) {
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
  return (
    <section className={style.decide} aria-label={t('request.decide.approve')}>
      <h2>
        {t(`actKind.${act.kind}`)}（{t(`actScope.${act.scope}`)}）
      </h2>
      <p>{t('request.decide.lead')}</p>
      {act.targets && <Targets targets={act.targets} />}
      <TextInput
        label={t('request.decide.note')}
        wide
        value={note}
        onChange={setNote}
        error={tried && wrong(tried)}
      />
      <ProofAgain proof={send.proof} />
      {send.error && <Failure error={send.error} />}
      <div className={style.buttons}>
        <Button kind="primary" isPending={send.busy} onPress={() => decide('approve')}>
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
