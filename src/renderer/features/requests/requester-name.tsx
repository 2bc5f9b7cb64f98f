import { useState } from 'react'
import { desk } from '#desk'
import type { DeskRequest } from '#shared/contract/requests'
import { TextInput } from '#ui'
import { Failure, useWords } from '#words'

/** Who speaks, where it is not the customer: the 受付票 needs their name before anything is ended (R46). */
export function RequesterName({
  request,
  ensure,
  onChanged,
}: {
  request: DeskRequest | null
  ensure: () => Promise<number>
  onChanged: () => void
}) {
  const { t } = useWords()
  // The request may come to be while the name is being typed: what is typed stands until it is saved.
  const [typed, setTyped] = useState<string | null>(null)
  const name = typed ?? request?.requesterName ?? ''
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
        onChange={setTyped}
        onBlur={() => void save()}
      />
      {problem !== null && <Failure error={problem} />}
    </>
  )
}
