import { desk } from '#desk'
import type { SystemStatus } from '#shared/contract/system'
import { Banner, Button } from '#ui'
import { Failure } from './failure.tsx'
import { useMay } from './me.tsx'
import { useWords } from './messages.tsx'
import { ProofAgain } from './proof-again.tsx'
import { useAct } from './use-act.ts'
import { timeText } from './when.ts'

const minuteMs = 60_000

/** A warning while the machine's clock was set and nobody has said that it is true. Nothing otherwise. */
export function ClockBanner({ status }: { status: SystemStatus | undefined }) {
  const { t } = useWords()
  const may = useMay('system.confirmClock')
  const { act, busy, error, proof } = useAct(
    (stepMs: number) => desk.system.confirmClock({ stepMs }),
    () => {},
  )
  if (!status || status.clockDoubtMs === 0) return null
  const { clockDoubtMs: step, at } = status
  const minutes = Math.round(Math.abs(step) / minuteMs)
  const by = t('clock.by', {
    days: Math.floor(minutes / 1_440),
    hours: Math.floor((minutes % 1_440) / 60),
    minutes: minutes % 60,
  })
  return (
    <Banner
      tone="danger"
      title={t(step > 0 ? 'clock.ahead' : 'clock.back', { by })}
      action={
        may && (
          <Button acts isPending={busy} onPress={() => act(step)}>
            {t('clock.confirm')}
          </Button>
        )
      }
    >
      <p>{t('clock.what', { time: timeText(at, true) })}</p>
      <p>{t(may ? 'clock.todo' : 'clock.todo.ask')}</p>
      {error && <Failure error={error} />}
      {may && <ProofAgain proof={proof} />}
    </Banner>
  )
}
