import { useEffect, useState } from 'react'
import { desk } from '#desk'
import { described } from '#shared/request'
import { TextInput } from '#ui'
import { Failure, inputError, useDraft, useWords } from '#words'

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
  const [typed, setTyped] = useDraft<string | null>('requester', null)
  const [problem, setProblem] = useState<NonNullable<unknown> | null>(null)
  const name = typed ?? kept
  // Only once the page has the name from the engine: between the two the field would be empty.
  const same = typed !== null && typed.trim() === kept
  useEffect(() => {
    if (same) setTyped(null)
  })
  // An empty one is asked for before the act.
  const wrong = name.trim() === '' ? undefined : inputError(t, described.requesterName, name)
  const save = async (): Promise<void> => {
    if (name.trim() === kept || wrong !== undefined) return
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
        half={false}
        label={t('request.requesterName.required')}
        wide
        value={name}
        onChange={setTyped}
        error={wrong}
        onBlur={() => void save()}
      />
      {problem !== null && <Failure error={problem} />}
    </>
  )
}
