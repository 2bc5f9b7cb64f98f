import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { desk, deskQuery, learnEngineClock, reconnected } from '#desk'
import { Page, Skeleton } from '#ui'
import { Failure, MeProvider, useWords } from '#words'
import { SetupWizard } from '../features/setup/setup-wizard.tsx'
import { ChangePassword } from '../features/sign-in/change-password.tsx'
import { Enrol } from '../features/sign-in/enrol.tsx'
import { LockScreen } from '../features/sign-in/lock-screen.tsx'
import { SignIn } from '../features/sign-in/sign-in.tsx'
import { Shell } from './shell.tsx'

/** Set-up, then sign-in, then the desk. A lock takes the desk off the screen, data and all (R90). */
export function Root() {
  const { t } = useWords()
  // The first that a window asks: whatever it shows later, it knows the engine's clock.
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
  useEffect(() => {
    const ask = (): void => void queries.invalidateQueries()
    reconnected.addEventListener('reconnected', ask)
    return () => reconnected.removeEventListener('reconnected', ask)
  }, [queries])
  const me = useQuery(deskQuery.staff.me.queryOptions({ refetchInterval: 20_000 }))
  if (setup.isPending || me.isPending)
    return (
      <Page title={t('app.name')}>
        <Skeleton label={t('app.loading')} />
      </Page>
    )
  if (setup.isError || me.isError)
    return (
      <Page title={t('app.name')}>
        <Failure
          error={setup.error ?? me.error}
          onRetry={() => {
            void setup.refetch()
            void me.refetch()
          }}
        />
      </Page>
    )
  if (setup.data.needed) return <SetupWizard givenCode={setup.data.codeHandedOver} />
  if (!me.data) return <SignIn institution={setup.data.institution.name} demo={setup.data.demo} />
  if (me.data.locked) return <LockScreen name={me.data.name} />
  if (me.data.mustChange || changing)
    return <ChangePassword name={me.data.name} onDone={() => setChanging(false)} />
  if (me.data.mustEnrol) return <Enrol />
  return (
    <MeProvider value={me.data}>
      <Shell onChangePassword={() => setChanging(true)} />
    </MeProvider>
  )
}
