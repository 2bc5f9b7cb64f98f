import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { deskQuery } from '#desk'
import type { PreviewOptions } from '#shared/preview'
import { Loaded, useWords } from '#words'
import style from './consent.module.css'
import { screenName } from './screens.ts'

/** The page in a sandboxed frame: no script runs and no form is sent (R91). */
export function PreviewFrame({
  options,
  width,
  height = 720,
}: {
  options: PreviewOptions
  width: number
  height?: number
}) {
  const { t } = useWords()
  const page = useQuery(
    deskQuery.preview.make.queryOptions({ input: { pages: [options] }, gcTime: 0, retry: false }),
  )
  return (
    <Loaded query={page} lines={8}>
      {({ ids: [id] }) => (
        <Fitted width={width} height={height}>
          <iframe
            key={id}
            src={`/preview/${id}`}
            sandbox=""
            title={t('preview.frame', { screen: t(screenName(options.screen)) })}
            className={style.frame}
          />
        </Fitted>
      )}
    </Loaded>
  )
}

/**
 * A page of a given width, scaled down where there is less room. `height`: how much of it is visible, in pixels on the
 * screen.
 */
function Fitted({
  width,
  height,
  children,
}: {
  width: number
  height: number
  children: React.ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(width)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? width))
    observer.observe(element)
    return () => observer.disconnect()
  }, [width])
  const scale = Math.min(1, room / width)
  return (
    <div ref={box} className={style.room} style={{ height, maxWidth: width }}>
      <div
        className={style.paper}
        style={{ width, height: height / scale, transform: `scale(${scale})` }}
      >
        {children}
      </div>
    </div>
  )
}
