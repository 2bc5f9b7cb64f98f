import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { desk, deskQuery } from '#desk'
import type { ProviderDetail } from '#shared/contract/providers'
import { Button, DangerButton, Dialog, DialogButtons } from '#ui'
import { Failure, useAct, useWords } from '#words'
import style from './provider.module.css'

/** Deletes a draft, once what goes with it and what stays has been read. */
export function DiscardDraft({ provider }: { provider: ProviderDetail }) {
  const { t } = useWords()
  const [asked, setAsked] = useState(false)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { id, name, version } = provider
  const { act, busy, error } = useAct(desk.providers.discard, ({ waits }) => {
    const done = t(waits === null ? 'provider.discarded' : 'provider.discard.waits', { name })
    void navigate('/providers', { state: { done } })
    void queries.invalidateQueries({ queryKey: deskQuery.providers.key() })
  })
  return (
    <>
      <Button onPress={() => setAsked(true)}>{t('provider.discardDraft')}</Button>
      {asked && (
        <Dialog
          title={t('provider.discardDraft.title', { name })}
          open
          onClose={() => setAsked(false)}
          role="alertdialog"
        >
          <form className={style.form} onSubmit={(event: FormEvent) => event.preventDefault()}>
            {error && <Failure error={error} />}
            <p>{t('provider.discardDraft.effect')}</p>
            <p>{t('provider.discardDraft.shared')}</p>
            <DialogButtons>
              <Button autoFocus onPress={() => setAsked(false)}>
                {t('app.cancel')}
              </Button>
              <DangerButton
                label={t('provider.discardDraft')}
                busy={busy}
                disabled={false}
                onAct={() => act({ id, version })}
              />
            </DialogButtons>
          </form>
        </Dialog>
      )}
    </>
  )
}
