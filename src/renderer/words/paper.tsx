import { type ReactNode, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import style from './paper.module.css'

/** What is on paper and nowhere on the screen: printed once when it appears, without the console around it. */
export function Paper({ children, onPrinted }: { children: ReactNode; onPrinted: () => void }) {
  const after = useRef(onPrinted)
  useEffect(() => {
    const done = (): void => after.current()
    window.addEventListener('afterprint', done, { once: true })
    document.body.dataset.printing = ''
    window.print()
    return () => {
      delete document.body.dataset.printing
      window.removeEventListener('afterprint', done)
    }
  }, [])
  return createPortal(
    <div className={style.paper} data-paper>
      {children}
    </div>,
    document.body,
  )
}

/** The mark of a paper that was printed before. */
export function AgainMark({ children }: { children: ReactNode }) {
  return <span className={style.again}>{children}</span>
}

/** Boxes for the seals of those who answer for it. */
export function SealBoxes({ names }: { names: readonly string[] }) {
  return (
    <div className={style.seals}>
      {names.map((name) => (
        <div key={name}>{name}</div>
      ))}
    </div>
  )
}
