import { useEffect, useState } from 'react'

export type Appearance = 'system' | 'light' | 'dark'
const kept = 'renkei.theme'

export function useAppearance(): [Appearance, (next: Appearance) => void] {
  const [appearance, setAppearance] = useState<Appearance>(() => {
    const stored = localStorage.getItem(kept)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  })
  useEffect(() => {
    if (appearance === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = appearance
    localStorage.setItem(kept, appearance)
  }, [appearance])
  return [appearance, setAppearance]
}
