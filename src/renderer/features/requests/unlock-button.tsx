import { desk } from '#desk'
import type { CustomerView } from '#shared/contract/customers'
import type { StaffRequest } from '#shared/contract/requests'
import { Banner, Button } from '#ui'
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
  const locks = page.full?.locks ?? []
  if (locks.length === 0) return null
  return (
    <Banner tone="warn" title={t('request.locked')}>
      <p>{t('request.locked.why', { count: locks.length })}</p>
      {error && <Failure error={error} />}
      <ProofAgain proof={proof} />
      {may ? (
        <Button isPending={busy} onPress={() => act({ id: request.id })}>
          {t('request.unlock')}
        </Button>
      ) : (
        <p>{t('request.locked.officer')}</p>
      )}
    </Banner>
  )
}
