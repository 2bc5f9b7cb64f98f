import { TextInput } from '#ui'
import { useWords } from './messages.tsx'
import type { Proof } from './use-act.ts'

/** The password once more, where the person was away for a while. */
export function ProofAgain({ proof }: { proof: Proof }) {
  const { t } = useWords()
  if (!proof.asked) return null
  return (
    <TextInput
      label={t('request.proofAgain')}
      type="password"
      autoComplete="current-password"
      autoFocus
      wide
      value={proof.password}
      onChange={proof.setPassword}
    />
  )
}
