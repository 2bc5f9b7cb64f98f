import { extraChallengeScreen } from './extra-challenge.ts'
import { noticeScreen } from './notice.ts'
import { permitScreen } from './permit.ts'
import { signInScreen } from './sign-in.ts'
import { termsScreen } from './terms.ts'
import { userNumberScreen } from './user-number.ts'
import type { ConsentView } from './view.ts'

export { consentStyle } from './style.ts'
export type { ConsentView, Frame, NoticeKind, NoticeView } from './view.ts'

/** One view in, one whole page out; the same for the server and the preview. */
export function renderConsent(view: ConsentView): string {
  switch (view.screen) {
    case 'sign-in':
      return signInScreen(view)
    case 'user-number':
      return userNumberScreen(view)
    case 'extra-challenge':
      return extraChallengeScreen(view)
    case 'permit':
      return permitScreen(view)
    case 'notice':
      return noticeScreen(view)
    case 'terms':
      return termsScreen(view)
  }
}
