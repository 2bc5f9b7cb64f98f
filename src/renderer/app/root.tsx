import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { desk, deskQuery, failureOf, learnEngineClock, reconnected } from '#desk'
import { Page, Skeleton } from '#ui'
import { Failure, forgetTold, MeProvider, useWords } from '#words'
import { SetupWizard } from '../features/setup/setup-wizard.tsx'
import { Authenticator } from '../features/sign-in/authenticator.tsx'
import { ChangePassword } from '../features/sign-in/change-password.tsx'
import { LockScreen } from '../features/sign-in/lock-screen.tsx'
import { SignIn } from '../features/sign-in/sign-in.tsx'
import { AtWork } from './at-work.tsx'
import { Shell } from './shell.tsx'

/** Set-up, then sign-in, then the console. A lock removes everything of the console from the page (R90). */
export function Root() {
  const { t } = useWords()
  // The first call of a window: its answer tells the clock of the engine before anything is shown.
  const setup = useQuery({
    queryKey: deskQuery.setup.status.queryKey(),
    queryFn: async ({ signal }) => {
      const status = await desk.setup.status(undefined, { signal })
      learnEngineClock(status.at)
      return status
    },
    staleTime: 60_000,
  })
  const queries = useQueryClient()
  const [changing, setChanging] = useState(false)
  // From the moment of the lock, whether or not the engine can be told of it.
  const [covered, cover] = useState(false)
  useEffect(() => {
    const ask = (): void => void queries.invalidateQueries()
    reconnected.addEventListener('reconnected', ask)
    return () => reconnected.removeEventListener('reconnected', ask)
  }, [queries])
  const me = useQuery(deskQuery.staff.me.queryOptions({ refetchInterval: 20_000 }))
  const away = covered || me.data === null || me.data?.locked === true
  // Whoever locked, this window, another of the same person or the engine: what is no longer on the screen is forgotten.
  useEffect(() => {
    if (!away) return
    queries.removeQueries({ type: 'inactive' })
    forgetTold()
  }, [away, queries])
  // Whoever signs in next has locked nothing.
  const isOut = me.data === null
  useEffect(() => {
    if (isOut) cover(false)
  }, [isOut])
  // Once the console is shown it stays while the engine is silent: its status line says so, and nothing that was typed is lost.
  const failed = setup.error ?? me.error
  // What is shown may come from what is damaged.
  const damaged = failed !== null && failureOf(failed).code === 'store.damaged'
  if (setup.data === undefined || me.data === undefined || damaged)
    return (
      <Page title={t('app.name')}>
        {failed ? (
          <Failure
            error={failed}
            onRetry={() => {
              void setup.refetch()
              void me.refetch()
            }}
          />
        ) : (
          <Skeleton label={t('app.loading')} />
        )}
      </Page>
    )
  if (setup.data.needed) return <SetupWizard givenCode={setup.data.codeHandedOver} />
  if (!me.data) return <SignIn institution={setup.data.institution.name} demo={setup.data.demo} />
  if (away)
    return <LockScreen name={me.data.name} told={me.data.locked} onUnlocked={() => cover(false)} />
  if (changing) return <ChangePassword name={me.data.name} onDone={() => setChanging(false)} />
  if (me.data.mustEnrol) return <Authenticator />
  return (
    <MeProvider value={me.data}>
      <AtWork key={me.data.id}>
        <Shell onLock={() => cover(true)} onChangePassword={() => setChanging(true)} />
      </AtWork>
    </MeProvider>
  )
}
