import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import type { MenuEntry } from './routes.tsx'

const goWithinMs = 1_500

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  )
}

/** The box has the focus from the start: a `/` by habit must not become part of a name. */
function isEmptySearch(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && 'search' in target.dataset && target.value === ''
}

/** `/`, Ctrl+F and Ctrl+K to the search box, G and a letter to a menu, ? for the sheet. None fires while a word is being composed (U14). */
export function useKeys(menu: readonly MenuEntry[], openSheet: () => void): void {
  const navigate = useNavigate()
  useEffect(() => {
    let wentAt = 0
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.keyCode === 229) return
      const command = event.ctrlKey || event.metaKey
      const search =
        (command && ['k', 'f'].includes(event.key.toLowerCase())) ||
        (event.key === '/' && !command && (!isTyping(event.target) || isEmptySearch(event.target)))
      if (search) {
        event.preventDefault()
        document.querySelector<HTMLInputElement>('[data-search]')?.focus()
        if (event.key.toLowerCase() === 'k') window.dispatchEvent(new Event('desk-palette'))
        return
      }
      if (
        isTyping(event.target) ||
        command ||
        event.altKey ||
        document.querySelector('[role="dialog"], [role="alertdialog"]')
      )
        return
      const entry =
        performance.now() - wentAt < goWithinMs
          ? menu.find(({ key }) => key === event.key.toLowerCase())
          : undefined
      wentAt = event.key.toLowerCase() === 'g' ? performance.now() : 0
      if (entry) navigate(entry.path)
      if (event.key === '?') openSheet()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [menu, navigate, openSheet])
}
