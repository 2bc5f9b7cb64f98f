import type { ReactNode } from 'react'
import style from './page.module.css'

/** A page: one heading, at most one primary action at the right end. */
export function Page({
  title,
  sub,
  action,
  children,
  fill,
  stays,
}: {
  title: ReactNode
  sub?: ReactNode
  action?: ReactNode
  children: ReactNode
  fill?: boolean
  /** The heading stays in sight while the page is scrolled: whose page this is must never be guessed. */
  stays?: boolean
}) {
  return (
    <div className={fill ? style.fill : style.page}>
      <header className={stays ? `${style.head} ${style.stays}` : style.head}>
        <div className={style.titles}>
          <h1>{title}</h1>
          {sub !== undefined && <p className={style.sub}>{sub}</p>}
        </div>
        {action !== undefined && <div className={style.action}>{action}</div>}
      </header>
      {children}
    </div>
  )
}

export function Section({
  title,
  children,
  action,
}: {
  title: string
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <section className={style.section} aria-label={title}>
      <div className={style.sectionHead}>
        <h2>{title}</h2>
        {action !== undefined && <div className={style.sectionAction}>{action}</div>}
      </div>
      {children}
    </section>
  )
}

export function Toolbar({ children, label }: { children: ReactNode; label: string }) {
  return (
    <div className={style.toolbar} role="group" aria-label={label}>
      {children}
    </div>
  )
}

/** The bar over a list: filters at the left, count and tools at the right. */
export function ListBar({
  children,
  label,
  count,
  tools,
}: {
  children?: ReactNode
  label: string
  count: string
  tools: ReactNode
}) {
  return (
    <div className={style.listBar} role="group" aria-label={label} data-list-bar>
      {children}
      <span className={style.tools}>
        <span role="status">{count}</span>
        {tools}
      </span>
    </div>
  )
}

/** Name and value pairs; in columns where there is room. */
export function Facts({ items }: { items: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={style.facts}>
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type Tone = 'good' | 'warn' | 'danger' | 'plain'

/** Its title is kept in 通知: nothing stands in it that may be seen only once. */
export function Banner({
  tone,
  title,
  children,
  action,
}: {
  tone: Tone
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div
      className={`${style.banner} ${style[tone]}`}
      role={tone === 'danger' ? 'alert' : 'status'}
      data-told={title}
    >
      <div>
        <p className={style.bannerTitle}>{title}</p>
        {children}
      </div>
      {action}
    </div>
  )
}

/** What an act has done, or why it did not: in sight wherever the page is scrolled, for the act may stand far below. */
export function News({ children }: { children: ReactNode }) {
  return <div className={style.news}>{children}</div>
}

/** An empty list: what it is, why it is empty, what to do. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={style.empty}>
      <p className={style.emptyTitle}>{title}</p>
      {children}
    </div>
  )
}

/** Grey bars, shown only when loading takes longer than 200 ms. */
export function Skeleton({ label, lines = 4 }: { label: string; lines?: number }) {
  return (
    <div className={style.skeleton} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, i) => `line-${i}`).map((key) => (
        <span key={key} />
      ))}
    </div>
  )
}
