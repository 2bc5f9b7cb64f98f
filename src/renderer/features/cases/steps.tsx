import { useState } from 'react'
import { Link } from 'react-router'
import { desk } from '#desk'
import type { ProviderCaseView } from '#shared/contract/cases'
import {
  type CaseStep,
  lettersInFile,
  type StepOutcome,
  stepsOf,
  wayOf,
} from '#shared/provider-case'
import { type ProviderStatus, providerTransitions } from '#shared/provider-status'
import { Badge, Button } from '#ui'
import { CsvButton, timeText, useWords } from '#words'
import style from './cases.module.css'
import { LetterFiles, NextLetters } from './letters.tsx'
import { StatusDialog } from './status-dialog.tsx'
import { StepDialog } from './step-dialog.tsx'

interface StepsProps {
  found: ProviderCaseView
  mayAct: boolean
  /** A number: the proposal to which another person has to agree first. */
  onDone: (text: string | number) => void
  onClose: () => void
  /** The page is not as it stands any more. */
  onRefused: () => void
}

/** Each step with what was done of it, and what can be done now. */
export function Steps({ found, mayAct, onDone, onClose, onRefused }: StepsProps) {
  const { t } = useWords()
  const [noting, setNoting] = useState<{ step: CaseStep; outcome: StepOutcome }>()
  const [moving, setMoving] = useState<ProviderStatus>()
  const close = (): void => {
    setNoting(undefined)
    setMoving(undefined)
    onClose()
  }
  const done = (text: string | number): void => {
    close()
    onDone(text)
  }
  return (
    <>
      <ol className={style.steps}>
        {stepsOf(found.kind).map((step) => (
          <Step
            key={step}
            step={step}
            found={found}
            mayAct={mayAct}
            onNote={(outcome) => setNoting({ step, outcome })}
            onMove={setMoving}
            onDone={done}
            onRefused={onRefused}
          />
        ))}
      </ol>
      {noting && (
        <StepDialog
          {...noting}
          caseId={found.id}
          onClose={close}
          onDone={() => done(t('case.saved'))}
        />
      )}
      {moving && <StatusDialog found={found} to={moving} onClose={close} onDone={done} />}
    </>
  )
}

/** The status that a step leads to, where the provider can come to it from where it is. */
function moveOf({ kind, status }: ProviderCaseView, step: CaseStep): ProviderStatus | undefined {
  const wanted: Partial<Record<CaseStep, ProviderStatus>> =
    kind === 'ending'
      ? { restricted: 'restricted', ended: 'ended' }
      : { stopped: 'suspended', resumed: 'active' }
  const to = wanted[step]
  if (to === undefined || !providerTransitions[status].includes(to)) return undefined
  // Back from a stop to 新規停止 links are read again: that is done on the provider's own page.
  return to === 'restricted' && status === 'suspended' ? undefined : to
}

const moveLabels = {
  restricted: 'case.do.restrict',
  suspended: 'case.do.suspend',
  ended: 'case.do.end',
  active: 'case.do.resume',
} as const

function Step({
  step,
  found,
  mayAct,
  onNote,
  onMove,
  onDone,
  onRefused,
}: {
  step: CaseStep
  found: ProviderCaseView
  mayAct: boolean
  onNote: (outcome: StepOutcome) => void
  onMove: (to: ProviderStatus) => void
  onDone: (text: string | number) => void
  onRefused: () => void
}) {
  const { t } = useWords()
  const written = found.steps.filter((one) => one.step === step)
  const isOpen = found.openSteps.includes(step)
  const last = isOpen ? undefined : (written.at(-1)?.outcome ?? 'done')
  const to = moveOf(found, step)
  const way = wayOf(found.kind, step)
  const byHand = way === 'hand'
  const published = way === 'publication'
  const byList = published && found.closedAs === null && found.listing.state !== 'never'
  return (
    <li aria-label={t(`caseStep.${step}`)}>
      <span>
        {last === undefined ? (
          <Badge tone="warn" shape="▲">
            {t('case.step.open')}
          </Badge>
        ) : (
          <Badge tone="good" shape="●">
            {t(`case.outcome.${byList ? 'done' : last}`)}
          </Badge>
        )}
      </span>
      <div>
        <h3>{t(`caseStep.${step}`)}</h3>
        {last === undefined && <small>{t(`caseStep.${step}.hint`, { most: lettersInFile })}</small>}
        {published && isOfCase(found) && <PublicList found={found} />}
        <ul>
          {written.map((one) => (
            <li key={`${one.enteredAt}-${one.at}-${one.note}`}>
              {[timeText(one.at), one.whom, one.note, one.evidence].filter(Boolean).join('　')}
              <br />
              <small>
                {t('case.step.by')}：{one.staffName}　{timeText(one.enteredAt)}
              </small>
            </li>
          ))}
        </ul>
        {step === 'letters' && found.kind === 'ending' && (
          <LetterFiles {...{ found, isOpen, mayAct, onDone, onRefused }} />
        )}
      </div>
      {mayAct && (
        <div className={style.acts}>
          {to !== undefined && (
            <Button small onPress={() => onMove(to)}>
              {t(moveLabels[to as keyof typeof moveLabels])}
            </Button>
          )}
          {step === 'list' && (
            <CsvButton
              view={null}
              make={async ({ encoding, replace }) => {
                const answer = await desk.cases.customers({ id: found.id, encoding, replace })
                if (answer.file !== null) onDone(t('case.saved'))
                return answer
              }}
            />
          )}
          {step === 'letters' && found.kind === 'ending' && (
            <NextLetters found={found} isOpen={isOpen} onDone={onDone} onRefused={onRefused} />
          )}
          {byHand && (
            <Button small onPress={() => onNote('done')}>
              {t(last === undefined ? 'case.step.note' : 'case.step.again')}
            </Button>
          )}
          {last === undefined && step !== 'ended' && !byList && (
            <Button small kind="quiet" onPress={() => onNote('not-needed')}>
              {t('case.step.needless')}
            </Button>
          )}
          {to === undefined && last === undefined && way === 'status' && (
            <Link to={`/providers/${found.providerId}`}>{t('case.do.provider')}</Link>
          )}
        </div>
      )}
    </li>
  )
}

/** A closed case tells of no publication that was made after it. */
const isOfCase = ({ closedAs, closedAt, listing: { state, at } }: ProviderCaseView): boolean =>
  closedAs === null ||
  (closedAs === 'done' && state === 'off' && at !== null && at <= (closedAt ?? 0))

/** What the world reads of the provider: the step is as true as the newest publication is. */
function PublicList({ found: { listing, stillListed } }: { found: ProviderCaseView }) {
  const { t } = useWords()
  const { state, at, byName } = listing
  const told = t(`case.listing.${stillListed ? 'still' : state}`, {
    at: at === null ? '' : timeText(at),
    by: byName,
  })
  return (
    <p>
      {stillListed ? <strong>{told}</strong> : told}{' '}
      <Link to="/providers/publication">{t('publication.open')}</Link>
    </p>
  )
}
