import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { useWords } from './messages.tsx'
import { keyLabel, type shortcuts, useShortcuts } from './shortcuts.ts'

/** The acts of the record that is open, each with a key of its own. */
const recordActs = [
  'revoke',
  'hold',
  'resume',
  'emergency',
  'slip',
  'toldSlip',
  'endRequest',
  'anew',
  'correct',
  'approve',
  'unlock',
] as const satisfies readonly (keyof typeof shortcuts)[]
type RecordAct = (typeof recordActs)[number]
/** Those whose key leads to their button. */
type Leading = {
  [Act in RecordAct]: (typeof shortcuts)[Act] extends { leads: true } ? Act : never
}[RecordAct]
/** What an act does, or the id of the button to which it leads; without either it is not offered. */
type Acts = { [Act in RecordAct]?: (Act extends Leading ? string : () => void) | false | null }

interface Offered {
  act: RecordAct
  run: () => void
}
let offered: readonly Offered[] = []
const listeners = new Set<() => void>()
function offer(next: readonly Offered[]): void {
  offered = next
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Offers acts by their keys and in the palette, for as long as they are given and the component is seen. */
export function useRecordActs(acts: Acts): void {
  const given = recordActs.filter((act) => acts[act])
  const run = useEffectEvent((act: RecordAct): void => {
    const todo = acts[act]
    if (typeof todo === 'string') document.getElementById(todo)?.focus()
    else if (todo) todo()
  })
  const names = given.join()
  useEffect(() => {
    const own = (names === '' ? [] : names.split(',')).map((act) => ({
      act: act as RecordAct,
      run: () => run(act as RecordAct),
    }))
    offer([...offered, ...own])
    return () => offer(offered.filter((one) => !own.includes(one)))
  }, [names])
  useShortcuts(Object.fromEntries(given.map((act) => [act, () => run(act)])))
}

/** For the palette: what can be done with the open record. */
export function useOfferedActs(): { label: string; run: () => void }[] {
  const { t } = useWords()
  const all = useSyncExternalStore(subscribe, () => offered)
  return all.map(({ act, run }) => ({ label: keyLabel(t, act), run }))
}
