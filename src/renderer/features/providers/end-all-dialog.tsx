import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { ProviderDetail } from '#shared/contract/providers'
import { providerEndReasons, type staffEndReasons } from '#shared/grant'
import { searchKey } from '#shared/search-key'
import { Banner, Button, Choices, DangerButton, Dialog, DialogButtons, TextInput } from '#ui'
import { EndReasonFields, Failure, ProofAgain, useAct, useEndReason, useWords } from '#words'
import style from './provider.module.css'

type Reason = (typeof staffEndReasons)[number]
type Cause = 'institution' | 'provider-notice'

/** Shows what ending all grants would reach, and asks for the typed name; another administrator approves (U10, R61). */
export function EndAllDialog({
  provider,
  onClose,
  onDone,
}: {
  provider: ProviderDetail
  onClose: () => void
  onDone: (requestId: number) => void
}) {
  const { t } = useWords()
  const [cause, setCause] = useState<Cause>('institution')
  const why = useEndReason()
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const [opened, setOpened] = useState<{ id: number; cause: Cause } | null>(null)
  const { act, busy, error, proof } = useAct(
    async (form: { reason: Reason; note: string }) => {
      const id =
        opened?.cause === cause
          ? opened.id
          : (
              await desk.requests.open({
                customerId: null,
                providerId: provider.id,
                requestChannel: cause,
                requester: cause === 'institution' ? 'institution' : 'provider',
                otherBranchReason: '',
              })
            ).id
      // After the password was asked for the request exists already; one of another cause would record what is not so.
      setOpened({ id, cause })
      return desk.requests.act({
        requestId: id,
        kind: 'revoke',
        scope: { kind: 'provider', providerId: provider.id },
        ...form,
        confirmation: name,
      })
    },
    (request) => onDone(request.id),
  )
  const nameWrong = searchKey(name) !== searchKey(provider.name)
  const never = (event: FormEvent): void => event.preventDefault()
  return (
    <Dialog
      title={t('provider.endAll.title', { name: provider.name })}
      open
      onClose={onClose}
      role="alertdialog"
    >
      <form onSubmit={never} className={style.form}>
        <p>
          {t('provider.endAll.impact', {
            grants: provider.liveGrants,
            customers: provider.customers,
          })}
        </p>
        <Banner tone="warn" title={t('provider.endAll.two')} />
        {error && <Failure error={error} />}
        <Choices<Cause>
          label={t('provider.endAll.channel')}
          single
          values={[cause]}
          onChange={([value]) => value && setCause(value)}
          options={(['institution', 'provider-notice'] as const).map((value) => ({
            value,
            label: t(`requestChannel.${value}`),
          }))}
        />
        <EndReasonFields state={why} reasons={providerEndReasons} />
        <TextInput
          half={false}
          label={t('provider.endAll.confirm')}
          wide
          value={name}
          onChange={setName}
          error={tried && nameWrong ? t('provider.endAll.confirm.error') : undefined}
        />
        <ProofAgain proof={proof} />
        <DialogButtons>
          <Button autoFocus onPress={onClose}>
            {t('app.cancel')}
          </Button>
          <DangerButton
            label={t('request.toApproval')}
            busy={busy}
            disabled={false}
            onAct={() => {
              setTried(true)
              const given = why.given()
              if (given && !nameWrong) act(given)
            }}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
