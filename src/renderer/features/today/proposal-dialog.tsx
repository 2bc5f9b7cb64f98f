import { useState } from 'react'
import { desk, engineNow } from '#desk'
import { proposalSubject } from '#shared/audit-words'
import { type Proposal, ProposalNote } from '#shared/contract/proposals'
import { atJapan, isoDate } from '#shared/japanese-date'
import { Banner, Button, Dialog, DialogButtons, TextInput } from '#ui'
import {
  dateText,
  Failure,
  inputError,
  ProofAgain,
  timeText,
  useAct,
  useMay,
  useWords,
} from '#words'
import { Changes } from './proposal-changes.tsx'

export type Answer = 'agree' | 'refuse' | 'withdraw'

/** What exactly a proposal would change, old beside new, and the second person's word; its maker can take it back. */
export function ProposalDialog({
  proposal,
  onClose,
  onDone,
}: {
  proposal: Proposal
  onClose: () => void
  /** `day`: from which it is planned, ISO; `code`: the second half of an enrolment code, where there is one to be handed over. */
  onDone: (made: { answer: Answer; day: string | null; code: string | null }) => void
}) {
  const { t } = useWords()
  const mayDecide = useMay('proposals.decide')
  const [note, setNote] = useState('')
  const { id, notMine } = proposal
  const day = plannedFor(proposal)
  const { act, busy, error, proof } = useAct(async (answer: Answer) => {
    if (answer !== 'withdraw') {
      const { code } = await desk.proposals.decide({ id, approve: answer === 'agree', note })
      return { answer, day, code }
    }
    await desk.proposals.withdraw({ id })
    return { answer, day, code: null }
  }, onDone)
  const [tried, setTried] = useState(false)
  const noteWrong = inputError(t, ProposalNote, note)
  const decide = (answer: 'agree' | 'refuse'): void => {
    setTried(true)
    if (noteWrong === undefined) act(answer)
  }
  const decides = mayDecide && notMine === null
  const effect =
    day === null
      ? t('proposals.effect')
      : t('proposals.effect.planned', { day: dateText(atJapan(day)) })
  return (
    <Dialog title={proposalSubject(t, proposal)} open onClose={onClose}>
      <p>
        {t('proposals.madeBy', {
          name: proposal.madeByName,
          time: timeText(proposal.madeAt, true),
        })}
      </p>
      {proposal.reason !== null && <p>{proposal.reason}</p>}
      <p>{decides ? effect : notMine && t(`proposals.notMine.${notMine}`)}</p>
      {isFinal(proposal) && <Banner tone="warn" title={t('provider.ended.effect')} />}
      <Changes proposal={proposal} />
      {decides && (
        <TextInput
          half={false}
          label={t('proposals.note')}
          wide
          value={note}
          onChange={setNote}
          error={tried ? noteWrong : undefined}
        />
      )}
      {error && <Failure error={error} />}
      <ProofAgain proof={proof} />
      <DialogButtons stays>
        <Button autoFocus onPress={onClose}>
          {t('app.cancel')}
        </Button>
        {proposal.mine && (
          <Button isPending={busy} onPress={() => act('withdraw')}>
            {t('proposals.withdraw')}
          </Button>
        )}
        {decides && (
          <>
            <Button acts isPending={busy} onPress={() => decide('refuse')}>
              {t('proposals.refuse')}
            </Button>
            <Button kind="primary" isPending={busy} onPress={() => decide('agree')}>
              {t(day === null ? 'proposals.agree' : 'proposals.agree.planned')}
            </Button>
          </>
        )}
      </DialogButtons>
    </Dialog>
  )
}

/** 終了 of a provider, the one proposal that nothing takes back. */
function isFinal({ action, after }: Proposal): boolean {
  return action === 'providers.changeStatus' && JSON.parse(after ?? '{}').status === 'ended'
}

/** The day from which it will be so, ISO; null where it is made at once, as it is too once that day has come. */
function plannedFor({ after }: Proposal): string | null {
  const { effectiveOn = null } = JSON.parse(after ?? '{}') as { effectiveOn?: string }
  return effectiveOn !== null && effectiveOn > isoDate(engineNow()) ? effectiveOn : null
}
