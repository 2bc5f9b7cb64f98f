import { Button, Dialog, DialogButtons } from '#ui'
import { keyText, shortcuts, useWords } from '#words'
import type { MenuEntry } from './routes.tsx'
import style from './shell.module.css'

/** Every key there is, and the letters that open the menus this person has. */
export function KeySheet({
  open,
  menu,
  onClose,
}: {
  open: boolean
  menu: readonly MenuEntry[]
  onClose: () => void
}) {
  const { t } = useWords()
  const { go: _, ...others } = shortcuts
  const rows = [
    ...Object.values(others).map(({ keys, label }) => [keys.map(keyText).join('　'), t(label)]),
    ['G → …', menu.map(({ key, label }) => `${keyText(key)} ${t(label)}`).join('　')],
  ]
  return (
    <Dialog title={t('keys.title')} open={open} onClose={onClose}>
      <dl className={style.keys}>
        {rows.map(([keys, words]) => (
          <div key={keys} style={{ display: 'contents' }}>
            <dt>{keys}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('word.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
