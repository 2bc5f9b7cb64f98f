import { Link } from 'react-router'
import { Button, Dialog, DialogButtons, Empty } from '#ui'
import { timeText, useTold, useWords } from '#words'
import style from './shell.module.css'

/** 通知: what the window told since the sign-in or the last lock, newest first (U23). */
export function ToldList({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords()
  const told = useTold()
  return (
    <Dialog title={t('told.title')} open={open} onClose={onClose}>
      <p>{t('told.lead')}</p>
      {told.length === 0 && <Empty title={t('told.none')} />}
      <ol className={style.told}>
        {told.map(({ at, page, words }) => (
          <li key={`${page} ${words}`}>
            <time>{timeText(at, true)}</time>
            <span>{words}</span>
            {page !== location.pathname && (
              <Link to={page} onClick={onClose}>
                {t('sent.open')}
              </Link>
            )}
          </li>
        ))}
      </ol>
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('word.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
