import { roleMay } from '#shared/contract/may'
import { Button, Dialog, DialogButtons } from '#ui'
import { keyLabel, keyText, shortcuts, useMe, useWords } from '#words'
import type { AppRoute, MenuEntry } from './routes.tsx'
import style from './shell.module.css'

type Row = readonly [keys: string, words: string]

/** What this page is for and what to do on it (U36), its keys, then those of every page and the letters that open menus. */
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
  const { role } = useMe()
  const { go: _, ...all } = shortcuts
  const rowsOf = (which: (name: keyof typeof all) => boolean): Row[] =>
    (Object.keys(all) as (keyof typeof all)[]).filter(which).flatMap((name) => {
      const { keys, ...one } = all[name]
      if ('call' in one && !roleMay(role, one.call)) return []
      return [[keys.map(keyText).join('　'), keyLabel(t, name)]]
    })
  const own = rowsOf((name) => page?.keys?.includes(name) ?? false)
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
      {own.length > 0 && <Keys title={t('help.keys')} rows={own} />}
      <Keys
        title={t('help.keys.all')}
        rows={[
          ...rowsOf((name) => 'everywhere' in all[name]),
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
