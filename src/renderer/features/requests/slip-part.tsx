import type { StaffRequest } from '#shared/contract/requests'
import { isAsked } from '#shared/told'
import { useWords } from '#words'
import { Afterwards } from './afterwards.tsx'
import { SlipButtons } from './slip-buttons.tsx'

/** What the 受付票 needs, then the 受付票. Who took the request fills it in; others print what is known. */
export function SlipPart({ request, onChanged }: { request: StaffRequest; onChanged: () => void }) {
  const { t } = useWords()
  if (request.mine && request.state !== 'closed')
    return <Afterwards key={request.id} request={request} onChanged={onChanged} />
  return (
    <>
      {isAsked(request) && request.state !== 'closed' && request.answer === '' && (
        <p>{t('request.slip.unanswered', { name: request.staffName })}</p>
      )}
      <SlipButtons id={request.id} ready={() => Promise.resolve(true)} onPrinted={onChanged} />
    </>
  )
}
