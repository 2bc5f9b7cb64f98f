import { useLayoutEffect, useSyncExternalStore } from 'react'
import { useLocation } from 'react-router'
import { desk, failureOf } from '#desk'

const saveAfterMs = 600
const againAfterMs = 3_000

/** What is typed and not sent, by page and field. It outlives a dialog that a lock or sign-in takes from the screen. */
const typed = new Map<string, unknown>()
/** What the engine has not heard of. */
const unsaved = new Map<string, ReturnType<typeof setTimeout> | undefined>()
/** How often the engine has taken a draft, and the count at which it last took that of a place. */
let saves = 0
const savedAt = new Map<string, number>()
let owner: number | undefined
const changes = new EventTarget()
const changed = (): void => void changes.dispatchEvent(new Event('change'))
const subscribe = (listener: () => void): (() => void) => {
  changes.addEventListener('change', listener)
  return () => changes.removeEventListener('change', listener)
}

function saveSoon(place: string, ms = saveAfterMs): void {
  clearTimeout(unsaved.get(place))
  unsaved.set(
    place,
    setTimeout(() => void save(place), ms),
  )
}

async function save(place: string): Promise<void> {
  const by = owner
  const value = typed.get(place)
  unsaved.set(place, undefined)
  try {
    await desk.work.keep(value === undefined ? { place } : { place, value: value as never })
  } catch (error) {
    // Too long for the engine, and the next time too: it stays here.
    if (failureOf(error).code === 'input.invalid') return
    if (by === owner && unsaved.get(place) === undefined) saveSoon(place, againAfterMs)
    return
  }
  saves += 1
  savedAt.set(place, saves)
  if (unsaved.get(place) === undefined) unsaved.delete(place)
}

// What was typed or taken back a moment ago has not been sent yet.
window.addEventListener('pagehide', () => {
  for (const [place, timer] of unsaved)
    if (timer !== undefined) {
      clearTimeout(timer)
      void save(place)
    }
})

function put(place: string, value: unknown): void {
  if (value === undefined && !typed.has(place)) return
  if (value === undefined) typed.delete(place)
  else typed.set(place, value)
  saveSoon(place)
  changed()
}

type Drafts = Awaited<ReturnType<typeof desk.work.drafts>>

/** The drafts as the engine has them, and how often it had taken one when it was asked. */
export async function readDrafts(signal: AbortSignal): Promise<{ rows: Drafts; since: number }> {
  const since = saves
  return { rows: await desk.work.drafts(undefined, { signal }), since }
}

/** The person's drafts as the engine has them, before the first page is drawn or as soon as it answers. Another person's are forgotten. */
export function takeDrafts(
  person: number,
  read: Awaited<ReturnType<typeof readDrafts>> | undefined,
): void {
  if (owner !== person) {
    typed.clear()
    for (const timer of unsaved.values()) clearTimeout(timer)
    unsaved.clear()
  }
  owner = person
  // What the engine has taken since it was asked is newer than its answer.
  for (const { place, value } of read?.rows ?? [])
    if (!unsaved.has(place) && (savedAt.get(place) ?? 0) <= (read?.since ?? 0))
      typed.set(place, value)
  // No page that is being drawn may be told: only those that stand.
  queueMicrotask(changed)
}

/** At a lock: what the engine has is no longer kept in the window (R90). What it has not heard of stays until it has. */
export function leaveDrafts(): void {
  for (const place of typed.keys()) if (!unsaved.has(place)) typed.delete(place)
}

/** At a lock: what of a draft that the engine has not heard of stays until it has. */
export function leaveOf<T>(place: string, rest: (value: T) => T): void {
  if (unsaved.has(place) && typed.has(place)) typed.set(place, rest(typed.get(place) as T))
}

/** What was typed in the dialogs of a page: it was sent, or taken back. */
export function forgetDialogs(page: string): void {
  for (const place of [...typed.keys()])
    if (place.startsWith(`${page}#dialog`)) put(place, undefined)
}

/** As useState, for what a person types: it is still there after the engine's death, a lock, a sign-in and a reload. */
export function useDraft<T>(name: string, initial: T): Draft<T> {
  return useDraftAt(`${useLocation().pathname}#${name}`, initial)
}
type Draft<T> = [value: T, set: (next: T | ((before: T) => T)) => void]

/** The same at a place of its own, whatever page is shown. */
export function useDraftAt<T>(place: string, initial: T): Draft<T> {
  const kept = useSyncExternalStore(subscribe, () => typed.get(place))
  const set = (next: T | ((before: T) => T)): void => {
    const before = (typed.get(place) as T | undefined) ?? initial
    const value = typeof next === 'function' ? (next as (before: T) => T)(before) : next
    put(place, JSON.stringify(value) === JSON.stringify(initial) ? undefined : value)
  }
  return [(kept as T | undefined) ?? initial, set]
}

/**
 * What is typed on a page belongs to one subject, such as a request: what was typed for a former one is forgotten, so that no
 * caller's words are taken for another's. What was typed before there was a subject belongs to the first.
 * @returns false for the moment in which another subject's words are still there: nothing that shows them may be drawn
 */
export function useDraftsOf(subject: number | undefined): boolean {
  const { pathname } = useLocation()
  const now = String(subject ?? 'new')
  const [of, setOf] = useDraft('of', '')
  const foreign = of !== '' && of !== 'new' && of !== now
  useLayoutEffect(() => {
    if (foreign)
      for (const place of [...typed.keys()])
        if (place.startsWith(`${pathname}#`)) put(place, undefined)
    if (of !== now) setOf(now)
  })
  return !foreign
}

/** Where the words of a request are kept until they are sent, on whatever page they are typed. */
export const placeOfRequest = (id: number): string => `request.${id}`

/** Whether something is typed or chosen on this page, or in the words of its request, that was not sent. */
export function useTyped(request: number | undefined): boolean {
  const { pathname } = useLocation()
  const own = request === undefined ? undefined : placeOfRequest(request)
  return useSyncExternalStore(subscribe, () =>
    [...typed.keys()].some(
      (place) => place === own || (place.startsWith(`${pathname}#`) && !place.endsWith('#of')),
    ),
  )
}

/** Forgets what was typed in the dialogs of this page. */
export function useForgetDialogs(): () => void {
  const { pathname } = useLocation()
  return () => forgetDialogs(pathname)
}
