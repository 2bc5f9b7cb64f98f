import { Button, Dialog, DialogButtons } from '#ui'
import { keyText, shortcuts, useWords } from '#words'
import type { AppRoute, MenuEntry } from './routes.tsx'
import style from './shell.module.css'

type Row = readonly [keys: string, words: string]

/** What this page is for and what to do on it (U36), its keys, then every other key and the letters that open menus. */
export function KeySheet({
  open,
  page,
  menu,
  onClose,
}: {
  open: boolean
  page: AppRoute | undefined
  menu: readonly MenuEntry[]
  onClose: () => void
}) {
  const { t } = useWords()
  const { go: _, ...all } = shortcuts
  const own = page?.keys ?? []
  const rows = (Object.keys(all) as (keyof typeof all)[]).map((name) => {
    const { keys, label } = all[name]
    return { here: own.includes(name), row: [keys.map(keyText).join('　'), t(label)] as const }
  })
  const [first = '', ...further] = page ? t(page.help).split('\n') : []
  return (
    <Dialog title={t('keys.title')} open={open} onClose={onClose}>
      {page && (
        <section aria-label={t('help.title')}>
          <h3>{t('help.title')}</h3>
          <p>{first}</p>
          <ul className={style.help}>
            {further.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      )}
      {own.length > 0 && (
        <Keys title={t('help.keys')} rows={rows.flatMap(({ here, row }) => (here ? [row] : []))} />
      )}
      <Keys
        title={t('help.keys.all')}
        rows={[
          ...rows.flatMap(({ here, row }) => (here ? [] : [row])),
          ['G → …', menu.map(({ key, label }) => `${keyText(key)} ${t(label)}`).join('　')],
        ]}
      />
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('word.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

function Keys({ title, rows }: { title: string; rows: readonly Row[] }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <dl className={style.keys}>
        {rows.map(([keys, words]) => (
          <div key={`${keys} ${words}`} style={{ display: 'contents' }}>
            <dt>{keys}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
