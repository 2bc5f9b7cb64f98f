import { Button, Dialog, DialogButtons } from '#ui'
import { useWords } from '#words'
import style from './shell.module.css'

export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords()
  const rows = [
    ['/　Ctrl+F', t('keys.search')],
    ['Ctrl+K', t('keys.palette')],
    ['N', t('keys.request')],
    ['Shift+Space', t('keys.range')],
    ['G → D R L C P V A I E H T S', t('keys.go')],
    ['↑ ↓　J K', t('keys.rows')],
    ['Enter', t('keys.open')],
    ['Space', t('keys.select')],
    ['Esc', t('keys.back')],
    ['?', t('keys.help')],
  ] as const
  return (
    <Dialog title={t('keys.title')} open={open} onClose={onClose}>
      <dl className={style.keys}>
        {rows.map(([key, words]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>{key}</dt>
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
