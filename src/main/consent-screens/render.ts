import { chooseAccountsScreen, chooseServicesScreen } from './choose.ts'
import { extraChallengeScreen } from './extra-challenge.ts'
import { inquiryPinResultScreen, inquiryPinScreen } from './inquiry-pin.ts'
import { leaveScreen } from './leave.ts'
import { noticeScreen } from './notice.ts'
import { permitScreen } from './permit.ts'
import { signInScreen } from './sign-in.ts'
import { termsScreen } from './terms.ts'
import { userNumberScreen } from './user-number.ts'
import type { ConsentView } from './view.ts'

/** The whole page of a view; the same function for the server, the preview and the evidence. */
export function renderConsent(view: ConsentView): string {
  switch (view.screen) {
    case 'sign-in':
      return signInScreen(view)
    case 'user-number':
      return userNumberScreen(view)
    case 'extra-challenge':
      return extraChallengeScreen(view)
    case 'choose-services':
      return chooseServicesScreen(view)
    case 'choose-accounts':
      return chooseAccountsScreen(view)
    case 'register-inquiry-pin':
      return inquiryPinScreen(view)
    case 'inquiry-pin-result':
      return inquiryPinResultScreen(view)
    case 'permit':
      return permitScreen(view)
    case 'notice':
      return noticeScreen(view)
    case 'leave':
      return leaveScreen(view)
    case 'terms':
      return termsScreen(view)
  }
}
