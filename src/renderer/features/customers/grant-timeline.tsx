import { useInfiniteQuery } from '@tanstack/react-query'
import { deskQuery } from '#desk'
import type { TimelineCursor, TimelineEntry, Why } from '#shared/contract/grants'
import { Button, Empty } from '#ui'
import { dateText, Loaded, optional, timeText, useWords } from '#words'
import style from './customer-page.module.css'

/** A grant's life from the server's own records, newest first. */
export function GrantTimeline({ grantId }: { grantId: number }) {
  const { t } = useWords()
  const timeline = useInfiniteQuery(
    deskQuery.grants.timeline.infiniteOptions({
      input: (after: TimelineCursor | null) => ({ id: grantId, after }),
      initialPageParam: null as TimelineCursor | null,
      getNextPageParam: (last) => last.next,
      refetchInterval: 5_000,
    }),
  )
  return (
    <Loaded query={{ ...timeline, data: timeline.data?.pages }}>
      {(pages) => {
        const entries = pages.flatMap((page) => page.entries)
        return (
          <>
            {pages[0] && (
              <p className={style.why} role="status">
                {sentence(t, pages[0].why)}
              </p>
            )}
            {entries.length === 0 && !timeline.hasNextPage && <Empty title={t('timeline.empty')} />}
            <ol className={style.timeline} aria-label={t('customer.timeline')}>
              {entries.map((entry) => (
                <li key={`${entry.at}-${entry.kind}-${entry.endpoint}`}>
                  <span>
                    {entry.kind === 'access-day' ? dateText(entry.at) : timeText(entry.at, true)}
                  </span>
                  <Words entry={entry} />
                </li>
              ))}
            </ol>
            {timeline.hasNextPage && (
              <div>
                <Button
                  small
                  isPending={timeline.isFetchingNextPage}
                  onPress={() => void timeline.fetchNextPage()}
                >
                  {t('timeline.more')}
                </Button>
              </div>
            )}
          </>
        )
      }}
    </Loaded>
  )
}

/** The sentence for R98, to be read out as it is. */
function sentence(t: ReturnType<typeof useWords>['t'], why: Why): string {
  return t(`why.${why.code}`, {
    at: timeText(why.at),
    by: why.by ?? '',
    channel: why.requestChannel ? t(`requestChannel.${why.requestChannel}`) : '',
    requester: why.requester ? t(`requester.${why.requester}`) : '',
    until: why.until === null ? '' : timeText(why.until),
    other: why.other ?? '',
  })
}

function Words({ entry }: { entry: TimelineEntry }) {
  const { t } = useWords()
  const more = entry.atLeast ? '.atLeast' : ''
  if (entry.kind === 'access-day')
    return <span>{t(`timeline.access-day${more}`, { count: entry.count ?? 0 })}</span>
  if (entry.kind === 'refused')
    return (
      <span>
        {t(`timeline.refused${more}`, {
          endpoint: optional(t, `endpoint.${entry.endpoint}`, entry.endpoint ?? ''),
          count: entry.count ?? 0,
        })}
      </span>
    )
  if (entry.kind !== 'ended') return <span>{t(`timeline.${entry.kind}`)}</span>
  return (
    <div>
      <span>
        {t('timeline.ended', {
          status: entry.toStatus ? t(`grantStatus.${entry.toStatus}`) : '',
          reason: entry.reason ? t(`reason.${entry.reason}`) : '',
        })}
      </span>
      <p>
        {t('timeline.ended.detail', {
          requester: entry.requester ? t(`requester.${entry.requester}`) : '',
          channel: entry.requestChannel ? t(`requestChannel.${entry.requestChannel}`) : '',
          actor: entry.actorName ?? '',
          count: entry.endedTokens ?? 0,
        })}
      </p>
      {entry.approvedByName !== null && (
        <p>{t('timeline.approvedBy', { name: entry.approvedByName })}</p>
      )}
      {entry.note !== null && <p>{entry.note}</p>}
    </div>
  )
}
