import type { Row, rows } from './consent-texts-ja.ts'

/** Each Japanese text in English, for the same channels and with the same placeholders (a test holds the latter). */
type English = {
  [Key in keyof typeof rows]: Required<Pick<Row, Extract<keyof (typeof rows)[Key], Channels>>> &
    Pick<Row, 'variants'>
}
type Channels = 'personal' | 'business'

const both = (text: string): { personal: string; business: string } => ({
  personal: text,
  business: text,
})
/** {who} stands for the provider: each channel's notice has its own word for it. */
const each = (text: string): { personal: string; business: string } => ({
  personal: text.replaceAll('{who}', 'the API provider'),
  business: text.replaceAll('{who}', 'the external company (API partner)'),
})

/** As shipped (version 1 of the English texts). */
export const englishRows: English = {
  'frame.banking': { personal: 'Internet banking', business: 'Business banking' },
  'frame.provider': { personal: 'API provider', business: 'External company (API partner)' },
  'frame.otherCompany': both('A separate company, not part of this credit union'),
  'frame.otherLanguage': both('日本語'),
  'frame.step': both('Step {step} of {steps}'),
  'frame.errorTitle': both('Error: {title}'),
  'frame.contact': both('Questions: {phone}'),
  'frame.cancel': both('Cancel'),
  'frame.cancel.note': each(
    'If you cancel, no link with {who} is made this time. A link that exists already stays as it is.',
  ),
  'frame.otherChannel': {
    personal: 'For business banking (companies), go here',
    business: 'For internet banking (individuals), go here',
  },

  'signIn.title': both('API link: sign in'),
  'signIn.lead': {
    personal: 'Please read the terms of use first.',
    business: 'Enter your login ID and login password, then press “{button}”.',
  },
  'signIn.loginId': both('Login ID'),
  'signIn.password': both('Login password'),
  'signIn.button': both('Sign in and continue'),
  'signIn.caution.title': both('Please note'),
  'signIn.caution': each(
    'This function gives your financial information to {who}. Please read our API terms of use through the link under “Disclaimer”, agree to them, and go on at your own responsibility.',
  ),
  'signIn.notes.contract': {
    personal:
      'Before you use an API link you need a contract with the API provider for its service, and a contract with us for internet banking for individuals.',
    business:
      'Before you use an API link you need a contract with the external company (API partner) for its service, and a contract with us for business banking.',
  },
  'signIn.notes.stop': each(
    'To stop information from being given to {who}, you must end the use of its service there.',
  ),
  'signIn.notes.period': {
    personal:
      'An API link with the API provider has a limited validity ({days} days). After that you need to register again.',
    business:
      'An API link with the external company (API partner) has a limited validity. After that you need to register again.',
  },
  'signIn.notes.service': each(
    'The linked service is not provided by this credit union. For questions about it, please ask {who}.',
  ),
  'signIn.disclaimer.title': both('Disclaimer'),
  'signIn.terms': both('API terms of use (version {version})'),
  'signIn.terms.japanese': both('The Japanese text of these terms is the one that applies.'),
  'signIn.newTab': both('opens in a new tab'),
  'signIn.wrong.title': both('You could not be signed in'),
  'signIn.wrong': both(
    'The login ID or login password is wrong, or your use is restricted. Please check what you entered and try again. If you need help, please call us ({phone}).',
  ),

  'userNumber.title': { personal: 'API link: user number' },
  'userNumber.lead': { personal: 'Enter the digits of your user number that are asked for.' },
  'userNumber.legend': { personal: 'Digits asked for' },
  'userNumber.hint': {
    personal: 'Counted from the left of your user number ({length} digits): {positions}',
  },
  'userNumber.digit': { personal: 'Digit {position}' },
  'userNumber.digit.hint': { personal: 'One digit' },
  'userNumber.button': { personal: 'Next' },
  'userNumber.anew.title': { personal: 'Other digits are asked for now' },
  'userNumber.anew': {
    personal:
      'You went on in another tab or window, so other digits are asked for now ({positions}). Please enter these. This does not count as a wrong entry.',
  },
  'userNumber.wrong.title': { personal: 'These digits do not match' },
  'userNumber.wrong': {
    personal:
      'Please check the digits asked for ({positions}) and try again. If you enter wrong digits repeatedly, your use is restricted for a while.',
  },

  'extraChallenge.title': { personal: 'API link: extra check' },
  'extraChallenge.lead': {
    personal:
      'You are not using your usual device or network, so we check once more that it is you.',
  },
  'extraChallenge.question': { personal: 'Question' },
  'extraChallenge.answer': { personal: 'Your answer' },
  'extraChallenge.button': { personal: 'Confirm' },
  'extraChallenge.wrong.title': { personal: 'This answer does not match' },
  'extraChallenge.wrong': {
    personal:
      'Please check the answer you registered and try again. Full-width and half-width letters make no difference. If you enter wrong answers repeatedly, your use is restricted for a while.',
  },

  'services.title': { business: 'API link: choose services' },
  'services.lead': {
    business: 'Choose the services to be used at the API partner, then press “{button}”.',
  },
  'services.legend': { business: 'Services' },
  'services.button': { business: 'Next' },
  'services.none.title': { business: 'No service is chosen' },
  'services.none': { business: 'Please choose at least one service.' },

  'accounts.title': both('API link: choose accounts'),
  'accounts.lead': both('Choose the accounts to be linked, then press “{button}”.'),
  'accounts.legend': both('Accounts to be linked'),
  'accounts.button': both('Next'),
  'accounts.notEligible': both(
    'Cannot be linked, since it is not an ordinary, current or savings account',
  ),
  'accounts.notOnFile': {
    business:
      'Cannot be linked, since no inquiry PIN is on file. Please register one at your branch, then start again.',
  },
  'accounts.notRegistered': {
    business: 'Not linked, since its inquiry PIN was not registered this time',
  },
  'accounts.pinLater': {
    business: 'Its inquiry PIN is not registered yet. You can register it on the next page.',
  },
  'accounts.former': both('Linked last time too'),
  'accounts.none.title': both('No account is chosen'),
  'accounts.none': both('Please choose at least one account.'),

  'pin.title': { business: 'API link: register inquiry PIN' },
  'pin.lead': {
    business:
      'Choose an account whose inquiry PIN is “not registered”, enter the inquiry PIN that you have filed with us, then press “{button}”.',
  },
  'pin.legend': { business: 'Account' },
  'pin.number': { business: 'Inquiry PIN' },
  'pin.number.hint': { business: 'Four digits' },
  'pin.button': { business: 'Register' },
  'pin.none.title': { business: 'No account is chosen' },
  'pin.none': {
    business:
      'Please choose the account and enter its inquiry PIN once more. This does not count as a wrong entry.',
  },
  'pin.wrong.title': { business: 'The inquiry PIN could not be registered' },
  'pin.wrong': {
    business:
      'Please check the account and the inquiry PIN that you have filed with us and try again. If you enter wrong numbers repeatedly, your use is restricted for a while.',
  },

  'pinResult.title': { business: 'API link: inquiry PIN registered' },
  'pinResult.lead1': { business: 'The inquiry PIN was registered as follows.' },
  'pinResult.lead2': { business: 'Please check it, then press “{button}”.' },
  'pinResult.lead3': { business: 'To register another inquiry PIN, press “{button}”.' },
  'pinResult.table': { business: 'Accounts' },
  'pinResult.state': { business: 'State' },
  'pinResult.account': { business: 'Account' },
  'pinResult.memo': { business: 'Memo' },
  'pinResult.pin': { business: 'Inquiry PIN (now)' },
  'pinResult.registered': { business: 'Registered' },
  'pinResult.pending': { business: 'Registered*' },
  'pinResult.missing': { business: 'Not registered' },
  'pinResult.notOnFile': { business: 'Not on file' },
  'pinResult.note': {
    business: '* The inquiry PIN takes effect once you have given your permission.',
  },
  'pinResult.more': { business: 'Register another inquiry PIN' },
  'pinResult.button': { business: 'Confirm' },

  'permit.title': both('API link: permission'),
  'permit.lead': {
    personal:
      '{provider} asks for access to your account information. To allow it, press “{button}”.',
    business:
      '{service} ({provider}) asks for access to the account information and PIN information of your internet banking.',
  },
  'permit.use': {
    business:
      '{service} ({provider}) and the credit union ID service use this information under their own terms of use and privacy policies.',
  },
  'permit.agree': {
    business: 'If you agree to the following data and validity, press “{button}”.',
  },
  'permit.who': each('About {who}'),
  'permit.who.name': both('Company'),
  'permit.who.registration': both('Registration as an electronic payment service provider'),
  'permit.who.service': both('Service to be linked'),
  'permit.who.purpose': both('Purpose of use'),
  'permit.who.site': both('Website'),
  'permit.who.privacy': both('Privacy policy'),
  'permit.data': { personal: 'Information given', business: 'Data covered' },
  'permit.details': { personal: 'shown', variants: ['shown', 'hidden'] },
  'permit.services': { business: 'Services' },
  'permit.transactions': both('Transactions'),
  'permit.transactions.words': both('When, how much, and to or from whom money went'),
  'permit.balances': both('Balance'),
  'permit.balances.words': both('How much is in the account'),
  'permit.accounts': both('Account details'),
  'permit.accounts.words': both('Branch, type, number and holder of the account'),
  'permit.accountList': both('Accounts covered'),
  'permit.accountList.note': both('Accounts that you open later are not included.'),
  'permit.leftOut': both('Accounts that are not linked'),
  'permit.period': { personal: 'Validity', business: 'Validity' },
  'permit.from': both('From'),
  'permit.to': both('To'),
  'permit.period.note': both('{days} days. It ends by itself when the time is over.'),
  'permit.stop': both('How to end it'),
  'permit.stop.how': each(
    'Please end the use of the service with {who}. You can also have the link ended by calling us ({phone}).',
  ),
  'permit.renewal': both('This replaces your permission of {date}'),
  'permit.renewal.same': both('Information and accounts are the same as last time.'),
  'permit.renewal.added': both('New'),
  'permit.renewal.removed': both('No longer included'),
  'permit.renewal.longer': both('Longer than the last one, which ended on {date}'),
  'permit.intent': { business: 'Before you decide' },
  'permit.intent.site': {
    business:
      'Before you press “{button}”, please make sure for yourself that you can find the website of {service} ({provider}).',
  },
  'permit.intent.terms': {
    business:
      'By pressing “{button}” you agree to the terms of use of {service} ({provider}) and to its use.',
  },
  'permit.intent.tick': { business: 'To go on, please tick “{tick}”.' },
  'permit.intent.address': {
    business:
      'Your IP address and other connection data are not disclosed to the API partner. The connection with the API partner is encrypted.',
  },
  'permit.intent.phone': {
    business: 'You can also have this access ended by contacting the credit union.',
  },
  'permit.tick': { business: 'Continue with the permission' },
  'permit.tick.missing.title': { business: 'You have not ticked the box yet' },
  'permit.tick.missing': {
    business: 'Please read “Before you decide”, tick the box and press the button again.',
  },
  'permit.changed.title': both('Something has changed since you opened this page'),
  'permit.changed.provider': both(
    'The name or the details of the company or its service have changed.',
  ),
  'permit.changed.data': both('The information given has changed.'),
  'permit.changed.accounts': both('The accounts covered have changed.'),
  'permit.changed.period': both('The validity has changed.'),
  'permit.changed.former': both('The differences from your last permission have changed.'),
  'permit.changed.words': both('The explanations or the terms of use have changed.'),
  'permit.changed': both(
    'You have not permitted anything yet. Please check the following once more.',
  ),
  'permit.reassure': each(
    'Your login ID and login password are not handed to {who}. No money can be moved, for example by transfer.',
  ),
  'permit.button': both('Allow'),

  'leave.title': each('Returning to {who}'),
  'leave.lead': both('If nothing happens, press the button below.'),
  'leave.button': each('To the page of {who}'),
  'notice.locked.title': both('Your use is restricted for a while'),
  'notice.locked.why': both(
    'After repeated wrong entries we accept no more for now, for your safety. No link was made in this procedure.',
  ),
  'notice.locked.todo': both(
    'If it is urgent, or if this was not you, please call. We check that it is you and then lift the restriction.',
  ),
  'notice.timed-out.title': both('The time for this procedure is over'),
  'notice.timed-out.why': both(
    'For your safety the procedure ends after a fixed time. No link was made in this procedure.',
  ),
  'notice.timed-out.todo': each('Please start again from the page of {who}.'),
  'notice.out-of-order.title': both('Please start from the beginning'),
  'notice.out-of-order.why': both(
    'The pages were not used in their order. No link was made in this procedure.',
  ),
  'notice.out-of-order.todo': both('Press “Start again” to return to the first page.'),
  'notice.again': both('Start again'),
  'notice.password-changed.title': both('Please sign in again'),
  'notice.password-changed.why': both(
    'Your login password was changed during this procedure, so it was stopped.',
  ),
  'notice.password-changed.todo': both(
    'Press “Start again” and sign in with the new login password. If you did not change it, please contact your branch.',
  ),
  'notice.no-number.title': { personal: 'You have no user number registered' },
  'notice.no-number.why': {
    personal:
      'The user number with which we check that it is you is not registered, so you cannot go on.',
  },
  'notice.no-number.todo': { personal: 'Your branch can register it.' },
  'notice.already-finished.title': both('This procedure is over'),
  'notice.already-finished.why': both('It was completed or cancelled already.'),
  'notice.already-finished.todo': each(
    'Please see the result on the page of {who}. To link again, start from there.',
  ),
  'notice.provider-stopped.title': each('Links with this company are stopped'),
  'notice.provider-stopped.why': each(
    'We have stopped links with {who} for now. No link was made in this procedure.',
  ),
  'notice.provider-stopped.todo': both('Please ask us when they will be resumed.'),
  'notice.provider-ended.title': each('Links with {who} have ended'),
  'notice.provider-ended.why': each(
    'Links between us and {who} have come to their end. No link was made in this procedure.',
  ),
  'notice.provider-ended.todo': both('Former links have ended too. Please ask us if in doubt.'),
  'notice.provider-no-new.title': each('No new links with {who} are accepted'),
  'notice.provider-no-new.why': each(
    'We have stopped accepting new links with {who}. No link was made in this procedure.',
  ),
  'notice.provider-no-new.todo': both(
    'Only links that are live already can be renewed. Please ask us if in doubt.',
  ),
  'notice.no-account.title': both('There is no account that can be linked'),
  'notice.no-account.why': {
    personal:
      'Ordinary, current and savings accounts can be linked. You have no such account with us.',
    business:
      'Ordinary, current and savings accounts with a registered inquiry PIN can be linked. There is no such account.',
  },
  'notice.no-account.todo': both('Please ask your branch about your accounts.'),
  'notice.not-entitled.title': { business: 'This login ID may not give permission' },
  'notice.not-entitled.why': {
    business:
      'Your company has limited who may permit API links. No link was made in this procedure.',
  },
  'notice.not-entitled.todo': {
    business: 'Please have it done by someone who may. Your branch can change who that is.',
  },
  'notice.user-left.title': { business: 'This login ID can no longer be used' },
  'notice.user-left.why': {
    business:
      'The day on which this login ID ends, as registered, has come. No link was made in this procedure.',
  },
  'notice.user-left.todo': {
    business:
      'Please have it done by someone of your company who is a user now. If you do not know of this, please contact your branch.',
  },
  'notice.no-question.title': { personal: 'You have not registered a secret question' },
  'notice.no-question.why': {
    personal:
      'This procedure uses a secret question to check that it is you. None is registered for you yet.',
  },
  'notice.no-question.todo': {
    personal:
      'Please register one at the counter of your branch, then start again from the page of the API provider.',
  },
  'notice.service-stopped.title': both('You cannot use internet banking'),
  'notice.service-stopped.why': both(
    'Your internet banking is suspended or cancelled, so no new link can be made.',
  ),
  'notice.service-stopped.todo': both('Please ask your branch how to resume it.'),
  'notice.wrong-browser.title': both('You cannot continue on this page'),
  'notice.wrong-browser.why': both(
    'It was opened in a different browser than the one you started with, or cookies are switched off.',
  ),
  'notice.wrong-browser.todo': each(
    'Please use the browser you started with, or start again from the page of {who}.',
  ),
  'notice.unavailable.title': both('This is not possible at the moment'),
  'notice.unavailable.why': both('There is a temporary problem in our system.'),
  'notice.unavailable.todo': each('Please wait a while and start again from the page of {who}.'),
  'notice.busy.title': both('We are very busy at the moment'),
  'notice.busy.why': both(
    'There are too many requests, or too many wrong entries from your network, so nothing can be accepted now. No link was made in this procedure.',
  ),
  'notice.busy.todo': both(
    'Please wait a little and try again. If it goes on for more than an hour, please contact us.',
  ),
  'notice.request-refused.title': both('The procedure cannot be started'),
  'notice.request-refused.why': each('The request that came from {who} could not be accepted.'),
  'notice.request-refused.todo': each(
    'Please start again from the page of {who}. If it happens again, please ask there.',
  ),
  'notice.locked.until': both('You can try again in about {minutes} minutes.'),
  'notice.locked.closed': both(
    'This does not end by itself. Please have it lifted at your branch.',
  ),
  'notice.back': each('Back to {who}'),
  'notice.call': both('Your branch: {branch}. Telephone: {phone}'),
  'notice.retry': both('Try again'),
  'notice.expired.title': both('Too much time passed before you started'),
  'notice.expired.why': each('For safety, a request from {who} expires after one minute.'),
  'notice.expired.todo': each('Please go back to the page of {who} and link again.'),
  'notice.link-barred.title': both('You cannot link with this company now'),
  'notice.link-barred.why': both(
    'The link with this company was stopped because of a loss, a theft or a suspicion of misuse. It cannot be replaced by a new one.',
  ),
  'notice.link-barred.todo': both('To resume it, a written procedure at your branch is needed.'),
  'notice.stopped.title': both('Your use of API links is stopped'),
  'notice.stopped.why': both(
    'New links are stopped for your safety, for example because you asked for it.',
  ),
  'notice.stopped.todo': both('To resume it, a written procedure at your branch is needed.'),
  'notice.unknown-provider.title': both('We cannot tell who sent this request'),
  'notice.unknown-provider.why': {
    personal: 'It comes from an API provider that is not registered with us.',
    business: 'It comes from an external company (API partner) that is not registered with us.',
  },
  'notice.unknown-provider.todo': both(
    'Do not enter your login ID or password. Close this page, and contact us if you know the company.',
  ),
  'time.title': both('Time left for this procedure'),
  'time.left': both('About {minutes} min are left for this procedure.'),
  'time.warning': both('Your time is almost over (no more than {minutes} min left).'),
  'time.continue': both('Continue'),
  'time.over': both('The time for this procedure is over.'),
  'time.next': both('To the next page'),
  'tries.left': both('After {tries} more wrong entries, your use is restricted for a while.'),
  'notice.number': both('Please tell us this number when you ask: {number}'),
}
