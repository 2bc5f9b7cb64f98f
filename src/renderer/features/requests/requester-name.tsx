import { useState } from 'react'
import { desk } from '#desk'
import { TextInput } from '#ui'
import { Failure, useWords } from '#words'

/** The name of a requester who is not the customer: the 受付票 needs it before anything is ended (R46). */
export function RequesterName({
  kept,
  ensure,
  onChanged,
}: {
  /** The name in the request, if there is one. */
  kept: string
  ensure: () => Promise<number>
  onChanged: () => void
}) {
  const { t } = useWords()
  // The request may be opened or change while the name is typed; what is typed stays.
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<NonNullable<unknown> | null>(null)
  const name = typed ?? kept
  const save = async (): Promise<void> => {
    if (name.trim() === kept) return
    try {
      await desk.requests.describe({ id: await ensure(), requesterName: name })
      setProblem(null)
      onChanged()
    } catch (error) {
      setProblem(error ?? null)
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
