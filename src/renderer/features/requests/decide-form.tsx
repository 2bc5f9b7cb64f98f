import { useState } from 'react'
import { desk } from '#desk'
import type { RequestAct } from '#shared/contract/acts'
import { Button, TextInput } from '#ui'
import { Failure, ProofAgain, useAct, useWords } from '#words'
import style from './request.module.css'
import { Targets } from './targets.tsx'

/** 検印: shows what would happen to which grants, and the two answers side by side. */
export function DecideForm({ act, onDone }: { act: RequestAct; onDone: () => void }) {
  const { t } = useWords()
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const send = useAct(desk.requests.decide, onDone)
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
        error={tried && note.trim() === '' ? t('request.decide.note.error') : undefined}
      />
      <ProofAgain proof={send.proof} />
      {send.error && <Failure error={send.error} />}
      <div className={style.buttons}>
        <Button
          kind="primary"
          isPending={send.busy}
          onPress={() => send.act({ actId: act.id, approve: true, note })}
        >
          {t('request.decide.approve')}
        </Button>
        {before && (
          <Button
            onPress={() => {
              setTried(true)
              if (note.trim() !== '') send.act({ actId: act.id, approve: false, note })
            }}
          >
            {t('request.decide.refuse')}
          </Button>
        )}
      </div>
    </section>
  )
}
