import { useState } from 'react'
import { desk } from '#desk'
import type { SystemStatus } from '#shared/contract/system'
import { Banner, Button } from '#ui'
import { Failure } from './failure.tsx'
import { useMay } from './me.tsx'
import { useWords } from './messages.tsx'
import { useAct } from './use-act.ts'
import { Waits } from './waits.tsx'
import { timeText } from './when.ts'

/** A warning while all traffic of providers is halted: who did it, what goes on, who has looked at it. Nothing otherwise. */
export function HaltBanner({ halt }: { halt: SystemStatus['halt'] | undefined }) {
  const { t } = useWords()
  const may = useMay('system.resume')
  const [waits, setWaits] = useState<{ at: number; id: number | null }>()
  const look = useAct(desk.system.lookAtHalt, () => {})
  const resume = useAct(
    desk.system.resume,
    ({ waits: id }) => halt && setWaits({ at: halt.at, id }),
  )
  if (!halt) return null
  const { at, byName, reason, lookedByName, mine } = halt
  const error = look.error ?? resume.error
  return (
    <>
      <Banner
        tone="danger"
        title={t('halt.title')}
        action={
          may && (
            <>
              {lookedByName === null && !mine && (
                <Button isPending={look.busy} onPress={() => look.act({ at })}>
                  {t('halt.look')}
                </Button>
              )}
              <Button acts isPending={resume.busy} onPress={() => resume.act({ at })}>
                {t('halt.resume')}
              </Button>
            </>
          )
        }
      >
        <p>{t('halt.what', { time: timeText(at), name: byName, reason })}</p>
        <p>{t('halt.goesOn')}</p>
        {lookedByName !== null && <p>{t('halt.looked', { name: lookedByName })}</p>}
        {error && <Failure error={error} />}
      </Banner>
      {waits?.at === at && waits.id !== null && <Waits id={waits.id} />}
    </>
  )
}
