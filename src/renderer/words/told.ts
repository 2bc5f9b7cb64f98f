import { useSyncExternalStore } from 'react'
import { engineNow } from '#desk'

/** What the window said: when, on which page, in which words. */
export interface Told {
  at: number
  page: string
  words: string
}
const most = 100

let told: readonly Told[] = []
const listeners = new Set<() => void>()
function keep(next: readonly Told[]): void {
  told = next
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const useTold = (): readonly Told[] => useSyncExternalStore(subscribe, () => told)

/** At a lock and when nobody is signed in any more: what was told names customers (R90). */
export const forgetTold = (): void => keep([])

let owner: number | undefined
/** Another person's is forgotten, however they came to the window. */
export function beginTold(person: number): void {
  if (owner !== person) forgetTold()
  owner = person
}

/** Said again on the same page, as a page is drawn anew, it is one message with its newest time. */
function tell(words: string): void {
  const page = location.pathname
  const others = told.filter((one) => one.words !== words || one.page !== page)
  keep([{ at: engineNow(), page, words }, ...others].slice(0, most))
}

const wordsOf = (element: Element): string =>
  (element.getAttribute('data-told') || element.textContent || '').trim()

/** Keeps what stands in banners and beside controls as news (`data-told`), from whichever part of the window it comes (U23). */
export function watchTold(page: Document): () => void {
  const look = (node: Node): void => {
    if (!(node instanceof Element)) return
    const found = [
      ...(node.matches('[data-told]') ? [node] : []),
      ...node.querySelectorAll('[data-told]'),
    ]
    for (const one of found) if (wordsOf(one) !== '') tell(wordsOf(one))
  }
  look(page.body)
  const watching = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes)
      if (type === 'attributes') look(target)
      else for (const node of addedNodes) look(node)
  })
  watching.observe(page.body, {
    ...{ subtree: true, childList: true },
    ...{ attributes: true, attributeFilter: ['data-told'] },
  })
  return () => watching.disconnect()
}
