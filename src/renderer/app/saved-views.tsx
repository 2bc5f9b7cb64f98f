import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { deskQuery } from '#desk'
import type { SavedView } from '#shared/contract/views'
import { Button } from '#ui'
import { Failure, keyText, shortcuts, useShortcuts, useWords } from '#words'
import style from './shell.module.css'

/** Long enough to read which view was removed and to press the button (U9). */
const undoMs = 20_000

/** The saved views below the menu; own ones can be removed here, and put back. */
export function SavedViews({ allowed }: { allowed: readonly string[] }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const views = useQuery(deskQuery.views.list.queryOptions({ staleTime: 60_000 }))
  const [gone, setGone] = useState<SavedView | null>(null)
  const keep = (all: SavedView[]): void => {
    queries.setQueryData(deskQuery.views.list.queryKey(), all)
  }
  const remove = useMutation(deskQuery.views.remove.mutationOptions({ onSuccess: keep }))
  const putBack = useMutation(
    deskQuery.views.save.mutationOptions({
      onSuccess: (all) => {
        keep(all)
        setGone(null)
      },
    }),
  )
  useEffect(() => {
    if (gone === null) return
    const timer = setTimeout(() => setGone(null), undoMs)
    return () => clearTimeout(timer)
  }, [gone])
  const undo = (): void => {
    if (gone === null || putBack.isPending) return
    const { name, address, shared } = gone
    putBack.mutate({ name, address, shared })
  }
  useShortcuts({ ...(gone !== null && { undo }) })
  // A shared view may be of a page that this role does not have; it is not shown.
  const shown = (views.data ?? []).filter((view) =>
    allowed.includes(view.address.split('?')[0] ?? ''),
  )
  if (shown.length === 0 && gone === null) return null
  const failed = remove.error ?? putBack.error
  return (
    <section aria-label={t('list.views')} className={style.views}>
      <h2>{t('list.views')}</h2>
      <ul>
        {shown.map((view) => (
          <li key={view.id}>
            <Link to={view.address}>
              {view.name}
              {view.shared && <span className={style.role}> {t('list.sharedMark')}</span>}
            </Link>
            {view.mine && (
              <button
                type="button"
                aria-label={t('list.remove', { name: view.name })}
                onClick={() => remove.mutate({ id: view.id }, { onSuccess: () => setGone(view) })}
              >
                ×
              </button>
            )}
          </li>
        ))}
      </ul>
      <div role="status">
        {gone !== null && (
          <p className={style.gone} data-told={t('list.removed', { name: gone.name })}>
            {t('list.removed', { name: gone.name })}
            <Button small autoFocus shortcut={keyText(shortcuts.undo.keys[0])} onPress={undo}>
              {t('list.putBack')}
            </Button>
          </p>
        )}
      </div>
      {failed && <Failure error={failed} />}
    </section>
  )
}
