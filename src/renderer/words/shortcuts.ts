import { useEffect, useEffectEvent } from 'react'
import { tinykeys } from 'tinykeys'
import type { MessageKey } from '#shared/messages/catalogue'

interface Shortcut {
  /** As tinykeys writes them; those with Ctrl or Alt also fire while something is typed, or a dialog is open. */
  keys: readonly string[]
  /** Absent where the sheet names each of them. */
  label?: MessageKey
}

/** Every key of the console; the sheet of keys is drawn from here. Those of a list's rows are bound where its rows are. */
export const shortcuts = {
  search: { keys: ['[Shift]+/', '$mod+f'], label: 'keys.search' },
  palette: { keys: ['$mod+k'], label: 'keys.palette' },
  nextCall: { keys: ['n', 'Alt+n'], label: 'keys.nextCall' },
  calls: { keys: ['Alt+(Digit[1-9])'], label: 'keys.calls' },
  revoke: { keys: ['r'], label: 'actKind.revoke' },
  hold: { keys: ['h'], label: 'request.hold' },
  resume: { keys: ['u'], label: 'actKind.resume' },
  emergency: { keys: ['e', 'Alt+e'], label: 'actKind.emergency' },
  slip: { keys: ['p'], label: 'request.slip.pdf' },
  toldSlip: { keys: ['y'], label: 'request.told.print' },
  endRequest: { keys: ['q'], label: 'request.break' },
  anew: { keys: ['a'], label: 'request.startAnew' },
  correct: { keys: ['c'], label: 'request.correct' },
  approve: { keys: ['i'], label: 'request.decide.approve' },
  unlock: { keys: ['o'], label: 'request.unlock' },
  rows: { keys: ['ArrowUp', 'ArrowDown', 'j', 'k'], label: 'keys.rows' },
  ends: { keys: ['$mod+Home', '$mod+End'], label: 'keys.ends' },
  open: { keys: ['Enter'], label: 'keys.open' },
  select: { keys: ['Space'], label: 'keys.select' },
  range: { keys: ['Shift+Space'], label: 'keys.range' },
  width: { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], label: 'keys.width' },
  undo: { keys: ['$mod+z'], label: 'keys.undo' },
  back: { keys: ['Escape'], label: 'keys.back' },
  help: { keys: ['[Shift]+?', 'F1'], label: 'keys.help' },
  told: { keys: ['t'], label: 'told.title' },
  go: { keys: ['g ([a-z])'] },
} as const satisfies Record<string, Shortcut>
type Name = keyof typeof shortcuts

const signs: Record<string, string> = {
  $mod: 'Ctrl',
  '[Shift]': '',
  '(Digit[1-9])': '1…9',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
}
/** `Ctrl+K` for `$mod+k`. */
export function keyText(key: string): string {
  return key
    .split('+')
    .map((part) => signs[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .filter((part) => part !== '')
    .join('+')
}

/** What stands beside the button of an act. */
export const keyOf = (name: Name): string => keyText(shortcuts[name].keys[0])

const sequenceMs = 1_500
let last = { key: '', at: 0 }
let before = ''
window.addEventListener(
  'keydown',
  ({ key, timeStamp }) => {
    before = timeStamp - last.at < sequenceMs ? last.key : ''
    last = { key, at: timeStamp }
  },
  true,
)
/** The second letter of `G → R` is no `R`. */
const endsSequence = (keys: string): boolean => keys.length === 1 && before === 'g'

export function isTyping({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  // The search box has the focus from the start: a `/` by habit must not become part of a name.
  if (key === '/' && target instanceof HTMLInputElement && 'search' in target.dataset)
    return target.value !== ''
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
/** Ctrl+Z in a field is the field's own. */
const anywhere = /^(\$mod\+(?!z)|Alt\+)/
export const dialogIsOpen = (): boolean =>
  document.querySelector('[role="dialog"], [role="alertdialog"]') !== null

/** While a word is being composed no key means anything else (U14). */
export const isComposing = ({ isComposing, keyCode }: KeyboardEvent): boolean =>
  isComposing || keyCode === 229

/** Binds shortcuts for as long as the component is seen. None fires while a word is being composed (U14). */
export function useShortcuts(acts: Partial<Record<Name, (event: KeyboardEvent) => void>>): void {
  const run = useEffectEvent((name: Name, event: KeyboardEvent): void => {
    acts[name]?.(event)
  })
  const names = Object.keys(acts).sort().join()
  useEffect(() => {
    const bound = names.split(',').flatMap((name) => {
      if (name === '') return []
      const shortcut: Shortcut = shortcuts[name as Name]
      return shortcut.keys.map((key) => {
        const act = (event: KeyboardEvent): void => {
          if (!anywhere.test(key) && ((key !== 'F1' && isTyping(event)) || dialogIsOpen())) return
          if (endsSequence(key)) return
          event.preventDefault()
          run(name as Name, event)
        }
        return [key, act] as const
      })
    })
    return tinykeys(window, Object.fromEntries(bound), {
      timeout: sequenceMs,
      ignore: isComposing,
    })
  }, [names])
}
