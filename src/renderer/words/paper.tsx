import { type ReactNode, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import style from './paper.module.css'

/** What is printed and not shown on the screen: printed once when it appears, without the console. */
export function Paper({
  children,
  lies = false,
  onPrinted,
}: {
  children: ReactNode
  /** Printed across: the longer side of the paper lies. */
  lies?: boolean
  onPrinted: () => void
}) {
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
    <div className={lies ? `${style.paper} ${style.lies}` : style.paper} data-paper>
      {children}
    </div>,
    document.body,
  )
}
