import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import style from './dialog.module.css'

/** A modal dialog; Esc closes it. */
export function Dialog({
  title,
  open,
  onClose,
  children,
  role = 'dialog',
}: {
  title: string
  open: boolean
  onClose: () => void
  children: ReactNode
  role?: 'dialog' | 'alertdialog'
}) {
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className={style.overlay}
    >
      <Modal className={style.modal}>
        <AriaDialog role={role} className={style.dialog}>
          <Heading slot="title" className={style.title}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

export function DialogButtons({
  children,
  stays,
}: {
  children: ReactNode
  /** They stay in sight, at the foot of what may be long. */
  stays?: boolean
}) {
  return <div className={stays ? `${style.buttons} ${style.stays}` : style.buttons}>{children}</div>
}
