import { useId } from 'react'
import { changedByOthers } from '#shared/three-way'
import { Banner, Button } from '#ui'
import { useWords } from './messages.tsx'
import style from './others-changes.module.css'

/** What was saved since a form was begun, by whomever and in whichever window, beside what is typed; nothing of either is lost. */
export function OthersChanges<Form extends object>({
  title,
  none,
  forms: { base, mine, theirs },
  label,
  words,
  onUse,
  onMerge,
}: {
  title: string
  /** What is said where no field of the form differs, if that can be. */
  none?: string
  forms: { base: Form; mine: Form; theirs: Form }
  label: (field: keyof Form) => string
  /** A field of the form as people read it. */
  words: (form: Form, field: keyof Form) => string
  /** What is saved is taken in a field that was typed in too. */
  onUse: (field: keyof Form) => void
  onMerge: () => void
}) {
  const { t } = useWords()
  const heads = {
    was: t('others.was'),
    theirs: t('others.theirs'),
    mine: t('others.mine'),
  }
  const mergeId = useId()
  const mergeButton = (): HTMLElement | null => document.getElementById(mergeId)
  const use = (field: keyof Form): void => {
    // The field's own button goes.
    mergeButton()?.focus()
    onUse(field)
  }
  const merge = (): void => {
    const form = mergeButton()?.closest('form, [role="dialog"], main')
    onMerge()
    // Once all of this is gone and the form can be saved again.
    requestAnimationFrame(() => form?.querySelector<HTMLElement>('button[type="submit"]')?.focus())
  }
  const changes = changedByOthers(base, mine, theirs)
  return (
    <Banner
      tone="warn"
      title={title}
      action={
        <Button id={mergeId} onPress={merge}>
          {t('others.merge')}
        </Button>
      }
    >
      {changes.length === 0 ? (
        <p>{none}</p>
      ) : (
        <>
          <p>{t('others.lead')}</p>
          <div className={style.frame}>
            <table className={style.table}>
              <caption>{title}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('others.field')}</th>
                  <th scope="col">{heads.was}</th>
                  <th scope="col">{heads.theirs}</th>
                  <th scope="col">{heads.mine}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map(({ field, both }) => (
                  <tr key={String(field)}>
                    <td>{label(field)}</td>
                    <td data-head={heads.was}>{words(base, field)}</td>
                    <td data-head={heads.theirs}>{words(theirs, field)}</td>
                    <td data-head={heads.mine}>
                      {both ? (
                        <>
                          {words(mine, field)}{' '}
                          <Button small onPress={() => use(field)}>
                            {t('others.use')}
                          </Button>
                        </>
                      ) : (
                        t('others.untouched')
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Banner>
  )
}
