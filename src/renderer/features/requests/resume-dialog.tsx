import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import { Day } from '#shared/parse-date'
import { ActNote } from '#shared/request'
import { Button, Dialog, DialogButtons, TextInput } from '#ui'
import {
  CustomerLine,
  Failure,
  inputError,
  Loaded,
  ProofAgain,
  useAct,
  useDraft,
  useWords,
} from '#words'
import style from './request.module.css'
import { Targets } from './targets.tsx'
import { useReach } from './use-reach.ts'

const scope = { kind: 'customer' } as const

/** Resumes grants: only with a paper, and after an approval (R54). */
export function ResumeDialog({
  request,
  onClose,
  onDone,
}: {
  request: StaffRequest
  onClose: () => void
  onDone: (request: StaffRequest) => void
}) {
  const { t } = useWords()
  const [paper, setPaper] = useDraft('dialog.paper', '')
  const [note, setNote] = useDraft('dialog.note', '')
  const [tried, setTried] = useState(false)
  const reach = useReach(request.id, 'resume', scope)
  const { act, busy, error, proof } = useAct(desk.requests.act, onDone)
  const parsed = Day.safeParse(paper)
  const noteWrong = inputError(t, ActNote, note)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!parsed.success || noteWrong !== undefined) return
    act({
      requestId: request.id,
      kind: 'resume',
      scope,
      reason: 'other',
      note: note.trim() || t('actKind.resume'),
      paperReceivedOn: parsed.data,
    })
  }
  return (
    <Dialog title={t('request.resume.title')} open onClose={onClose}>
      <form onSubmit={submit} className={style.form}>
        <CustomerLine customer={request.customer} />
        <p>{t('request.resume.effects')}</p>
        <Loaded query={reach} lines={2}>
          {({ targets }) => <Targets targets={targets} />}
        </Loaded>
        {error && <Failure error={error} />}
        <TextInput
          half
          label={t('request.resume.paper')}
          value={paper}
          onChange={setPaper}
          error={tried ? inputError(t, Day, paper) : undefined}
        />
        <TextInput
          half={false}
          label={t('word.note')}
          wide
          value={note}
          onChange={setNote}
          error={tried ? noteWrong : undefined}
        />
        <ProofAgain proof={proof} />
        <DialogButtons>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button kind="primary" type="submit" isPending={busy}>
            {t('request.toApproval')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
