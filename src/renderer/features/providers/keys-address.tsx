import { useMutation } from '@tanstack/react-query'
import { deskQuery } from '#desk'
import type { SigningAlgorithm } from '#shared/algorithms'
import { Button, TextInput } from '#ui'
import { Failure, useWords } from '#words'
import { KeysTable } from './keys-table.tsx'

/** The address of a provider's keys, which can be read before it is saved. */
export function KeysAddress({
  value,
  signingAlgorithm,
  onChange,
  error,
}: {
  value: string
  signingAlgorithm: SigningAlgorithm
  onChange: (jwksUri: string) => void
  error: string | undefined
}) {
  const { t } = useWords()
  const read = useMutation(deskQuery.providers.readKeysAt.mutationOptions())
  const reading = read.variables?.url === value.trim() ? read.data : undefined
  const told = reading?.faults.map((one) => t(`keyFault.${one.fault}`, { value: one.value }))
  return (
    <>
      <TextInput
        half
        wide
        label={t('provider.keys.jwksUri')}
        hint={t('keys.address.hint')}
        value={value}
        onChange={onChange}
        error={error ?? (told && told.length > 0 ? told.join('\n') : undefined)}
      />
      <div>
        <Button
          small
          isPending={read.isPending}
          isDisabled={value.trim() === ''}
          onPress={() => read.mutate({ url: value.trim(), signingAlgorithm })}
        >
          {t('keys.address.test')}
        </Button>
      </div>
      {read.error && <Failure error={read.error} />}
      <div role="status">
        {reading && reading.keys.length > 0 && (
          <KeysTable
            caption={t('keys.read')}
            keys={reading.keys}
            signingAlgorithm={signingAlgorithm}
          />
        )}
      </div>
    </>
  )
}
