import { useId } from 'react'
import { desk } from '#desk'
import type { CustomerView } from '#shared/contract/customers'
import type { StaffRequest } from '#shared/contract/requests'
import { Button } from '#ui'
import { Failure, keyOf, ProofAgain, useAct, useMay, useRecordActs, useWords } from '#words'

/** Opens what wrong entries have locked, for those who may, once it is known who is calling. */
export function UnlockButton({
  page,
  request,
  onDone,
}: {
  page: CustomerView
  request: StaffRequest
  onDone: () => void
}) {
  const { t } = useWords()
  const may = useMay('requests.unlock')
  const { act, busy, error, proof } = useAct(desk.requests.unlock, onDone)
  const locked = page.full !== null && page.full.locks.length > 0
  const offered = locked && may && request.opens.includes('unlock')
  const button = useId()
  useRecordActs({ unlock: offered && button })
  if (!locked) return null
  if (!request.opens.includes('unlock')) return <p>{t('request.locked.notHere')}</p>
  if (!may) return <p>{t('request.locked.officer')}</p>
  return (
    <>
      {error && <Failure error={error} />}
      <ProofAgain proof={proof} />
      <Button
        id={button}
        shortcut={keyOf('unlock')}
        isPending={busy}
        onPress={() => act({ id: request.id })}
      >
        {t('request.unlock')}
      </Button>
    </>
  )
}
