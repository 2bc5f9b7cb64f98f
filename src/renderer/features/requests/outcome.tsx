import { useEffect, useRef } from 'react'
import type { RequestAct, TargetResult } from '#shared/contract/acts'
import type { StaffRequest } from '#shared/contract/requests'
import { Banner } from '#ui'
import { dialogIsOpen, timeText, useWords } from '#words'
import style from './request.module.css'
import { firstSentence } from './script.ts'
import { SlipPart } from './slip-part.tsx'

/** The result of a request: each act, what to tell the customer, the 受付票. */
export function Outcome({
  request,
  seen,
  onChanged,
}: {
  request: StaffRequest
  /** How many of its acts stood on the page when it was opened: another one takes the focus, those do not. */
  seen: number
  onChanged: () => void
}) {
  const { t } = useWords()
  const head = useRef<HTMLHeadingElement>(null)
  const count = request.acts.length
  useEffect(() => {
    if (count <= seen) return
    // Once the dialog is gone, which would take the focus back: what was done stands in sight, wherever the page was.
    const look = (): void => {
      if (dialogIsOpen()) frame = requestAnimationFrame(look)
      else head.current?.focus()
    }
    let frame = requestAnimationFrame(look)
    return () => cancelAnimationFrame(frame)
  }, [count, seen])
  return (
    <div className={style.outcome}>
      <h3 ref={head} tabIndex={-1}>
        {t('word.result')}
      </h3>
      {request.acts.map((act) => (
        <ActResult key={act.id} act={act} />
      ))}
      <Script request={request} />
      <SlipPart request={request} onChanged={onChanged} />
    </div>
  )
}

export function ActResult({ act }: { act: RequestAct }) {
  const { t } = useWords()
  // Before the act is done its targets are only what it would do, which is not shown as a result.
  const targets = act.state === 'done' ? (act.targets ?? []) : []
  const changed = targets.filter((target) => target.outcome !== 'already')
  const already = targets.filter((target) => target.outcome === 'already')
  return (
    <div className={style.result}>
      {act.state === 'pending' && (
        <Banner
          tone="warn"
          title={t(act.kind === 'resume' ? 'request.waiting.resume' : 'request.waiting')}
        />
      )}
      {act.state === 'refused' && (
        <Banner
          tone="danger"
          title={t('request.refused', { name: act.checkedByName ?? '', note: act.checkNote ?? '' })}
        />
      )}
      {act.state === 'done' && act.result !== null && (
        <Banner
          tone={act.result === 'nothing' ? 'plain' : 'good'}
          title={t(
            `request.done.${act.result === 'ended' || act.result === 'held' || act.result === 'resumed' ? act.result : 'nothing'}`,
          )}
        >
          <p>
            {t(`actKind.${act.kind}`)}{' '}
            {t('request.counted', { changed: act.changed, all: act.changed + act.already })}
          </p>
          {act.executedAt !== null && <p>{timeText(act.executedAt, true)}</p>}
        </Banner>
      )}
      {changed.length > 0 && (
        <ul className={style.changed}>
          {changed.map((target) => (
            <li key={target.grantId}>
              {[
                target.providerName,
                target.label,
                t(`slip.outcome.${target.outcome}`, { status: '' }),
              ].join('　')}
            </li>
          ))}
        </ul>
      )}
      {already.map((target) => (
        <p key={target.grantId}>
          <Already target={target} />
        </p>
      ))}
      {act.approval === 'after' && act.checkedAt === null && act.dueAt !== null && (
        <p className={style.warn}>{t('request.afterApproval', { time: timeText(act.dueAt) })}</p>
      )}
      {act.checkedAt !== null && act.state === 'done' && (
        <p>
          {t('request.checked', {
            name: act.checkedByName ?? '',
            time: timeText(act.checkedAt, true),
          })}
        </p>
      )}
    </div>
  )
}

function Already({ target }: { target: TargetResult }) {
  const { t } = useWords()
  const told = t('request.already', {
    provider: target.providerName,
    label: target.label,
    status: t(`grantStatus.${target.status}`),
  })
  return target.endedAt === null
    ? told
    : `${told}${t('request.already.by', {
        name: target.endedByName ?? t('audit.actorKind.system'),
        time: timeText(target.endedAt, true),
      })}`
}

/** The sentences to read out to the customer (R56). */
function Script({ request }: { request: StaffRequest }) {
  const { t } = useWords()
  const first = firstSentence(t, request)
  return (
    first !== null && (
      <div className={style.script}>
        <h4>{t('request.script')}</h4>
        <p>{first}</p>
        {request.contacts.map(({ name, contact }) => (
          <p key={name}>{t('request.script.provider', { name, contact })}</p>
        ))}
        <p>{t('request.script.number', { number: request.number })}</p>
        <p>{t('request.script.contact')}</p>
      </div>
    )
  )
}
