import {
  addInquiryPin,
  answerQuestion,
  type ConsentSession,
  choicesOf,
  chooseAccounts,
  chooseServices,
  confirmInquiryPins,
  type Engine,
  enterDigits,
  enterInquiryPin,
  signIn,
} from '#engine'
import type { Fields, forms } from './forms.ts'

/** What each step's form does; 許可 and 中止する end the walk and are not among them. */
export const acts: Record<
  Exclude<keyof typeof forms, 'permit' | 'cancel' | 'time'>,
  (
    engine: Engine,
    session: ConsentSession,
    data: Fields,
    caller: { address: string; userAgent: string },
  ) => void | Promise<void>
> = {
  'sign-in': (engine, session, { loginId, password }, caller) => {
    session.typedLoginId = loginId
    return signIn(engine, session, { loginId, password }, caller)
  },
  'user-number': (engine, session, { digit, asked }) =>
    enterDigits(engine, session, digit.join(''), asked),
  'extra-challenge': (engine, session, { answer }) => answerQuestion(engine, session, answer),
  'choose-services': (engine, session, { service }) => chooseServices(engine, session, service),
  'choose-accounts': (engine, session, { account }) => chooseAccounts(engine, session, account),
  'register-inquiry-pin': (engine, session, { account, pin }) => {
    const choice = account.length === 1 ? choicesOf(engine, session)[account[0] ?? -1] : undefined
    if (choice?.chosen && choice.pin === 'missing')
      return enterInquiryPin(engine, session, choice.account.id, pin)
    // Nothing that could be guessed with: no wrong entry is counted, and the page says what is missing.
    session.message = 'nothing-chosen'
  },
  'inquiry-pin-result': (engine, session) => confirmInquiryPins(engine, session),
  'more-inquiry-pins': (engine, session) => addInquiryPin(engine, session),
}
