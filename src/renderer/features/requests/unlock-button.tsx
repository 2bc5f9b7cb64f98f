import { desk } from '#desk'
import type { CustomerView } from '#shared/contract/customers'
import type { StaffRequest } from '#shared/contract/requests'
import { Button } from '#ui'
import { Failure, ProofAgain, useAct, useMay, useWords } from '#words'

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
  if (!page.full || page.full.locks.length === 0) return null
  if (!request.opens.includes('unlock')) return <p>{t('request.locked.notHere')}</p>
  if (!may) return <p>{t('request.locked.officer')}</p>
  return (
    <>
      {error && <Failure error={error} />}
      <ProofAgain proof={proof} />
      <Button isPending={busy} onPress={() => act({ id: request.id })}>
        {t('request.unlock')}
      </Button>
    </>
  )
}
