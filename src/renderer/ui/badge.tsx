import style from './badge.module.css'

export type BadgeTone = 'good' | 'warn' | 'danger' | 'hold' | 'info' | 'ended'

/** A state by shape and word, never by colour alone. */
export function Badge({
  tone,
  shape,
  children,
}: {
  tone: BadgeTone
  shape: string
  children: string
}) {
  return (
    <span className={`${style.badge} ${style[tone]}`}>
      <span aria-hidden="true">{shape}</span> {children}
    </span>
  )
}
