import { useEffect, useEffectEvent } from 'react'
import { tinykeys } from 'tinykeys'
import type { CallName } from '#shared/contract/may'
import type { MessageKey, Say } from '#shared/messages/catalogue'

interface Shortcut {
  /** As tinykeys writes them; those with Ctrl or Alt also fire while something is typed, or a dialog is open. */
  keys: readonly string[]
  /** Absent where the sheet names each of them. */
  label?: MessageKey
  /** Bound on every page; others where a page names them (app/routes.tsx). */
  everywhere?: true
  /** Only for roles that may make this call. */
  call?: CallName
  /** It leads to the button and does not press it: what that writes at once no stray letter may write. */
  leads?: true
}

/** Every key of the console; the sheet of keys is drawn from here. Those of a list's rows are bound where its rows are. */
export const shortcuts = {
  search: { keys: ['[Shift]+/', '$mod+f'], label: 'keys.search', everywhere: true },
  palette: { keys: ['$mod+k'], label: 'keys.palette', everywhere: true },
  nextCall: {
    keys: ['n', 'Alt+n'],
    label: 'keys.nextCall',
    everywhere: true,
    call: 'requests.open',
  },
  calls: {
    keys: ['Alt+(Digit[1-9])'],
    label: 'keys.calls',
    everywhere: true,
    call: 'requests.open',
  },
  revoke: { keys: ['r'], label: 'actKind.revoke', call: 'requests.act' },
  hold: { keys: ['h'], label: 'request.hold', call: 'requests.act' },
  resume: { keys: ['u'], label: 'actKind.resume', call: 'requests.act' },
  emergency: { keys: ['e', 'Alt+e'], label: 'actKind.emergency', call: 'requests.act' },
  slip: { keys: ['p'], label: 'request.slip.pdf', call: 'requests.printSlip', leads: true },
  toldSlip: { keys: ['Alt+y'], label: 'request.told.print', call: 'requests.describe' },
  endRequest: { keys: ['q'], label: 'request.break', call: 'requests.close' },
  anew: { keys: ['a'], label: 'request.startAnew', call: 'requests.open', leads: true },
  correct: { keys: ['c'], label: 'request.correct', call: 'requests.correct' },
  approve: {
    keys: ['i'],
    label: 'request.decide.approve',
    call: 'requests.decide',
    leads: true,
  },
  unlock: { keys: ['o'], label: 'request.unlock', call: 'requests.unlock', leads: true },
  rows: { keys: ['ArrowUp', 'ArrowDown', 'j', 'k'], label: 'keys.rows' },
  ends: { keys: ['$mod+Home', '$mod+End'], label: 'keys.ends' },
  open: { keys: ['Enter'], label: 'keys.open' },
  select: { keys: ['Space'], label: 'keys.select', call: 'requests.open' },
  range: { keys: ['Shift+Space'], label: 'keys.range', call: 'requests.open' },
  width: { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], label: 'keys.width' },
  undo: { keys: ['$mod+z'], label: 'keys.undo', everywhere: true },
  back: { keys: ['Escape'], label: 'keys.back', everywhere: true },
  help: { keys: ['[Shift]+?', 'F1'], label: 'keys.help', everywhere: true },
  told: { keys: ['t'], label: 'told.title', everywhere: true },
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

/** What F1 and the palette say of a key. */
export function keyLabel(t: Say, name: Exclude<Name, 'go'>): string {
  const { label, ...one } = shortcuts[name]
  return 'leads' in one ? t('keys.leads', { act: t(label) }) : t(label)
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
