import { useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router'
import { dismissAct, type SentAct, sentActs } from '#desk'
import { optional } from '#shared/messages/catalogue'
import { Banner, Button } from '#ui'
import { useWords } from './messages.tsx'
import style from './sent-bar.module.css'

export function useSentActs(): readonly SentAct[] {
  return useSyncExternalStore(sentActs.subscribe, sentActs.now)
}

/** 「解除」 of an act of a request, the audit's word of any other. */
export function useActName(): (act: SentAct) => string {
  const { t } = useWords()
  return ({ call, kind }) =>
    optional(t, call === 'requests.act' ? `actKind.${kind}` : `action.${call}`, call)
}

/** What became of acts whose answers were lost: unknown, made, waiting for a second person, not made. */
export function SentBar() {
  const { t } = useWords()
  const acts = useSentActs()
  const nameOf = useActName()
  const navigate = useNavigate()
  return (
    <div className={style.bar}>
      {acts.map((act) => (
        <Banner
          key={act.key}
          tone={act.state === 'not-made' ? 'danger' : act.state === 'unknown' ? 'warn' : 'good'}
          title={t(`sent.${act.state}`, { act: nameOf(act) })}
          action={
            act.state !== 'unknown' && (
              <Button
                small
                onPress={() => {
                  if (act.page !== location.pathname) navigate(act.page)
                  dismissAct(act.key)
                }}
              >
                {t(act.page === location.pathname ? 'sent.seen' : 'sent.open')}
              </Button>
            )
          }
        >
          <p>{t(`sent.${act.state}.todo`)}</p>
        </Banner>
      ))}
    </div>
  )
}
