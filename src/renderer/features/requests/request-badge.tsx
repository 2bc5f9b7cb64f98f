import type { RequestState } from '#shared/request'
import { Badge, type BadgeTone } from '#ui'
import { useWords } from '#words'

const looks: Record<RequestState, [BadgeTone, string]> = {
  open: ['warn', '▲'],
  waiting: ['info', '○'],
  done: ['good', '●'],
  closed: ['ended', '■'],
}

export function RequestBadge({ state }: { state: RequestState }) {
  const { t } = useWords()
  const [tone, shape] = looks[state]
  return (
    <Badge tone={tone} shape={shape}>
      {t(`requestState.${state}`)}
    </Badge>
  )
}
