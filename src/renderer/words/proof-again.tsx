import { TextInput } from '#ui'
import { useWords } from './messages.tsx'
import type { Proof } from './use-act.ts'

/** Asks for the password again after a while without activity (U29). */
export function ProofAgain({ proof }: { proof: Proof }) {
  const { t } = useWords()
  if (!proof.asked) return null
  return (
    <TextInput
      half={false}
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
