import { useMutation } from '@tanstack/react-query'
import { deskQuery } from '#desk'
import { roleMay } from '#shared/contract/may'
import type { SystemStatus } from '#shared/contract/system'
import { Button, Facts, Section } from '#ui'
import { Failure, sizeText, timeText, useMe, useWords } from '#words'

/** Where backups are, how old the newest is, and one more now. */
export function BackupsSection({ status }: { status: SystemStatus }) {
  const { t } = useWords()
  const { role } = useMe()
  const run = useMutation(deskQuery.backups.run.mutationOptions())
  const { plan, newest, running, failure } = status.backup
  return (
    <Section
      title={t('backup.title')}
      action={
        plan &&
        roleMay(role, 'backups.run') && (
          <Button isPending={running || run.isPending} onPress={() => run.mutate({})}>
            {t(running ? 'backup.running' : 'backup.run')}
          </Button>
        )
      }
    >
      <Facts
        items={[
          [
            t('backup.newest'),
            newest
              ? t('backup.newest.value', {
                  time: timeText(newest.at, true),
                  name: newest.name,
                  size: sizeText(newest.bytes),
                })
              : t(failure === 'folder' ? 'backup.newest.unknown' : 'backup.newest.none'),
          ],
          [
            t('backup.plan'),
            plan
              ? t('backup.plan.value', {
                  time: plan.dailyAt,
                  days: plan.keepDays,
                  months: plan.keepMonths,
                })
              : t('backup.plan.none'),
          ],
          ...(plan
            ? ([
                [t('backup.folder'), <code key="folder">{plan.folder}</code>],
                [t('backup.recipient'), <code key="recipient">{plan.recipient}</code>],
              ] as const)
            : []),
          [t('keys.state'), t(status.keysWrapped ? 'keys.state.wrapped' : 'keys.state.clear')],
        ]}
      />
      {run.isError && <Failure error={run.error} />}
    </Section>
  )
}
