import style from './badge.module.css'

export type BadgeTone = 'good' | 'warn' | 'danger' | 'hold' | 'info' | 'ended'

/** A state: always a shape and a word, never the colour alone. */
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
