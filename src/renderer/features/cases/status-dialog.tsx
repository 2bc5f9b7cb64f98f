import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { desk, deskQuery } from '#desk'
import type { ProviderCaseView } from '#shared/contract/cases'
import { Day } from '#shared/parse-date'
import {
  isStop,
  isStopped,
  type ProviderStatus,
  type StatusCause,
  stops,
} from '#shared/provider-status'
import { Banner, Button, DangerButton, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, Impact, inputError, Loaded, useAct, useDraft, useWords } from '#words'
import style from './cases.module.css'

/** The cause that a case gives a change of status; one that does not fit it is told in words. */
function causeOf(found: ProviderCaseView, to: ProviderStatus): StatusCause {
  const cause = found.kind === 'incident' ? 'incident' : found.facts.cause
  const fitting: readonly StatusCause[] = isStop(to) ? stops[to] : []
  return fitting.includes(cause) ? cause : 'other'
}

/** A change of the provider's status as a step of its case, with whom it reaches. */
export function StatusDialog({
  found,
  to,
  onClose,
  onDone,
}: {
  found: ProviderCaseView
  to: ProviderStatus
  onClose: () => void
  onDone: (text: string | number) => void
}) {
  const { t } = useWords()
  const provider = useQuery(
    deskQuery.providers.find.queryOptions({ input: { id: found.providerId } }),
  )
  const [until, setUntil] = useDraft(`dialog.until.${to}`, '')
  const [tried, setTried] = useState(false)
  const { act, busy, error } = useAct(desk.providers.changeStatus, ({ waits }) =>
    onDone(waits ?? t('case.saved')),
  )
  const untilWrong = until.trim() === '' ? undefined : inputError(t, Day, until)
  const send = (): void => {
    setTried(true)
    if (untilWrong !== undefined) return
    const words = found.kind === 'incident' ? found.facts.summary : t(`case.kind.${found.kind}`)
    act({
      ...{ id: found.providerId, version: found.providerVersion, to, cause: causeOf(found, to) },
      reason: to === 'active' ? '' : words.slice(0, 300),
      until: isStopped(to) && until.trim() !== '' ? Day.parse(until) : null,
    })
  }
  const label = t(`provider.to.${to}`)
  const two = to === 'ended' ? 'provider.ended.two' : to === 'active' ? 'provider.resume.two' : null
  return (
    <Dialog title={label} open onClose={onClose} role="alertdialog">
      <form className={style.form} onSubmit={(event: FormEvent) => event.preventDefault()}>
        <p>
          <strong>{found.provider}</strong>
        </p>
        {isStop(to) && <p>{t(`provider.${to}.effect`)}</p>}
        <Loaded query={provider} lines={2}>
          {(one) => <Impact provider={one} />}
        </Loaded>
        {two !== null && <Banner tone="warn" title={t(two)} />}
        {found.kind === 'incident' && to === 'active' && found.facts.conditions !== '' && (
          <Banner tone="warn" title={t('case.conditions')}>
            <p>{found.facts.conditions}</p>
          </Banner>
        )}
        {error && <Failure error={error} />}
        {isStopped(to) && (
          <TextInput
            half
            label={t('provider.stop.until')}
            hint={t('provider.stop.until.hint')}
            value={until}
            onChange={setUntil}
            error={tried ? untilWrong : undefined}
          />
        )}
        <DialogButtons>
          <Button autoFocus onPress={onClose}>
            {t('app.cancel')}
          </Button>
          <DangerButton
            label={to === 'ended' ? t('provider.ended.ask') : label}
            busy={busy}
            disabled={false}
            onAct={send}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
