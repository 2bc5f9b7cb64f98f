import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { desk } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import { Button } from '#ui'
import { dateText, Failure, useWords } from '#words'
import style from './request.module.css'

/** The call back to the registered number, which is shown once one item agrees (R51). */
export function CallBack({
  name,
  ready,
  ensure,
  onDone,
}: {
  name: string
  /** Whether one item agrees. */
  ready: boolean
  ensure: () => Promise<number>
  onDone: (request: StaffRequest) => void
}) {
  const { t } = useWords()
  const [number, setNumber] = useState<{ phone: string; changedAt: number | null } | null>(null)
  const show = useMutation({
    mutationFn: async () => desk.requests.callBackNumber({ id: await ensure() }),
    onSuccess: setNumber,
  })
  const done = useMutation({
    mutationFn: async () => desk.requests.noteIdentity({ id: await ensure(), item: 'call-back' }),
    onSuccess: onDone,
  })
  const error = show.error ?? done.error
  return (
    <div className={style.callBack}>
      <span className={style.itemName}>{name}</span>
      {number ? (
        <>
          <p>{t('request.callBack.number', { phone: number.phone })}</p>
          {number.changedAt !== null && (
            <p className={style.warn}>
              {t('request.callBack.recent', { date: dateText(number.changedAt) })}
            </p>
          )}
          <Button small onPress={() => done.mutate()}>
            {t('request.callBack.done')}
          </Button>
        </>
      ) : ready ? (
        <Button small onPress={() => show.mutate()}>
          {t('request.callBack.show')}
        </Button>
      ) : (
        <span className={style.soft}>{t('request.callBack.first')}</span>
      )}
      {error && <Failure error={error} />}
    </div>
  )
}
