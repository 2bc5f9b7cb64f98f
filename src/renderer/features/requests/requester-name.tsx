import { useState } from 'react'
import { desk } from '#desk'
import type { DeskRequest } from '#shared/contract/requests'
import { TextInput } from '#ui'
import { Failure, useWords } from '#words'

/** Who speaks, where it is not the customer: the 受付票 needs their name before anything is ended (R46). */
export function RequesterName({
  request,
  name,
  onName,
  ensure,
  onChanged,
}: {
  request: DeskRequest | null
  name: string
  onName: (name: string) => void
  ensure: () => Promise<number>
  onChanged: () => void
}) {
  const { t } = useWords()
  const [problem, setProblem] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    if (name.trim() === (request?.requesterName ?? '')) return
    try {
      const id = await ensure()
      const { requestChannel, requester, callbackPhone, note, answer, complaint } =
        request ?? (await desk.requests.find({ id }))
      await desk.requests.describe({
        id,
        requestChannel,
        requester,
        requesterName: name,
        callbackPhone,
        note,
        answer,
        complaint,
      })
      setProblem(null)
      onChanged()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <>
      <TextInput
        label={t('request.requesterName.required')}
        wide
        value={name}
        onChange={onName}
        onBlur={() => void save()}
      />
      {problem !== null && <Failure error={problem} />}
    </>
  )
}
