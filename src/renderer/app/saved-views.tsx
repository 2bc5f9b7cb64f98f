import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { deskQuery } from '#desk'
import { useWords } from '#words'
import style from './shell.module.css'

/** Saved lists under the menu; a private one can be taken away where it stands. */
export function SavedViews({ allowed }: { allowed: readonly string[] }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const views = useQuery(deskQuery.views.list.queryOptions({ staleTime: 60_000 }))
  const remove = useMutation(
    deskQuery.views.remove.mutationOptions({
      onSuccess: (all) => queries.setQueryData(deskQuery.views.list.queryKey(), all),
    }),
  )
  // Shared by somebody whose role sees more: what one may not open is not offered.
  const shown = (views.data ?? []).filter((view) =>
    allowed.includes(view.address.split('?')[0] ?? ''),
  )
  if (shown.length === 0) return null
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
                onClick={() => remove.mutate({ id: view.id })}
              >
                ×
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
