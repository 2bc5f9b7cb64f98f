import { changedByOthers } from '#shared/three-way'
import { Banner, Button } from '#ui'
import { useWords } from './messages.tsx'
import style from './others-changes.module.css'

/** What another person has saved since a form was begun, beside what is typed; nothing of either is lost. */
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
  /** Theirs is taken in a field that both have changed. */
  onUse: (field: keyof Form) => void
  onMerge: () => void
}) {
  const { t } = useWords()
  const changes = changedByOthers(base, mine, theirs)
  return (
    <Banner
      tone="warn"
      title={title}
      action={<Button onPress={onMerge}>{t('others.merge')}</Button>}
    >
      {changes.length === 0 ? (
        <p>{none}</p>
      ) : (
        <>
          <p>{t('others.lead')}</p>
          <table className={style.table}>
            <caption>{title}</caption>
            <thead>
              <tr>
                <th scope="col">{t('others.field')}</th>
                <th scope="col">{t('others.was')}</th>
                <th scope="col">{t('others.theirs')}</th>
                <th scope="col">{t('others.mine')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ field, both }) => (
                <tr key={String(field)}>
                  <td>{label(field)}</td>
                  <td>{words(base, field)}</td>
                  <td>{words(theirs, field)}</td>
                  <td>
                    {both ? (
                      <>
                        {words(mine, field)}{' '}
                        <Button small onPress={() => onUse(field)}>
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
        </>
      )}
    </Banner>
  )
}
