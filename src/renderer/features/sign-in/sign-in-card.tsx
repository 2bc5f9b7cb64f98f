import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { desk, deskQuery } from '#desk'
import { Button } from '#ui'
import { Failure, useWords } from '#words'
import style from './sign-in.module.css'

/** One form alone in the window: before somebody is signed in, or in the place of the console. */
export function SignInCard({
  union,
  title,
  lead,
  above,
  error,
  button,
  isPending,
  onSubmit,
  beside,
  below,
  children,
}: {
  union?: string
  title: string
  lead?: string
  above?: ReactNode
  error: Error | null
  button: string
  isPending: boolean
  /** Not called while the former try is still under way. */
  onSubmit: () => void
  beside?: ReactNode
  below?: ReactNode
  children: ReactNode
}) {
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isPending) onSubmit()
  }
  return (
    <div className={style.ground}>
      <main className={style.card}>
        {union !== undefined && <p className={style.union}>{union}</p>}
        <h1>{title}</h1>
        {lead !== undefined && <p>{lead}</p>}
        {above}
        <form className={style.form} onSubmit={submit}>
          {error !== null && <Failure error={error} />}
          {children}
          <Button kind="primary" type="submit" isPending={isPending}>
            {button}
          </Button>
          {beside}
        </form>
        {below}
      </main>
    </div>
  )
}

/** Leaves the console from a window that shows nothing else of it. */
export function SignOutButton() {
  const { t } = useWords()
  const queries = useQueryClient()
  const signOut = async (): Promise<void> => {
    await desk.staff.signOut()
    // Nothing else of the console is kept behind such a window; cleared, this would be asked anew only in its time.
    queries.setQueryData(deskQuery.staff.me.queryKey(), null)
  }
  return <Button onPress={() => void signOut()}>{t('app.signOut')}</Button>
}
