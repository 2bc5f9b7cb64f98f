import type { ErrorCode } from '../errors.ts'

export const errorsEn: Record<ErrorCode, { what: string; todo: string }> = {
  'input.invalid': { what: 'Some of the input is not valid.', todo: 'Correct the marked fields.' },
  'input.range': { what: 'The period is reversed.', todo: 'Put the first date before the last.' },
  'staff.not-signed-in': {
    what: 'You are not signed in, or your time is over.',
    todo: 'Sign in again.',
  },
  'staff.wrong-credentials': {
    what: 'The staff ID or password is wrong.',
    todo: 'Check and try again. After several wrong entries sign-in is closed for a while.',
  },
  'staff.locked-out': {
    what: 'Sign-in is closed for a while after several wrong entries.',
    todo: 'Try again later, or ask an officer or system administrator.',
  },
  'staff.session-locked': {
    what: 'The screen was locked because nothing was done for a while.',
    todo: 'Enter your password to go on.',
  },
  'staff.login-id-taken': { what: 'This staff ID is taken.', todo: 'Choose another.' },
  'staff.password-weak': { what: 'The password is too short.', todo: 'Use 12 characters or more.' },
  'staff.not-found': { what: 'There is no such person.', todo: 'Choose from the list.' },
  'staff.branch-unknown': {
    what: 'There is no such branch.',
    todo: 'Choose a branch that is registered.',
  },
  'staff.code-needed': {
    what: 'A code of your authenticator is needed.',
    todo: 'Enter the six digits that it shows.',
  },
  'staff.code-wrong': {
    what: 'The code is wrong.',
    todo: 'Wait for the next one, and check the clock.',
  },
  'staff.enrol-needed': {
    what: 'An authenticator must be set up.',
    todo: 'Scan the QR code with it.',
  },
  'staff.own-account': {
    what: 'You cannot change your own account.',
    todo: 'Ask another administrator.',
  },
  'staff.last-admin': {
    what: 'Nobody would be left to manage accounts.',
    todo: 'Add another administrator first.',
  },
  'staff.password-change-needed': {
    what: 'The password is a temporary one.',
    todo: 'Choose a password of your own.',
  },
  'permission.denied': { what: 'Your role may not do this.', todo: 'Ask someone who may.' },
  'setup.already-done': {
    what: 'The first set-up is done already.',
    todo: 'Sign in with the staff ID that was registered.',
  },
  'setup.wrong-code': { what: 'The code is wrong.', todo: 'Check the code shown at start.' },
  'file.not-found': { what: 'There is no such file.', todo: 'Write it again.' },
  'file.cancelled': { what: 'Writing was stopped.', todo: 'Write it again if needed.' },
  'file.too-many-rows': {
    what: 'Too many rows (100,000 at most).',
    todo: 'Narrow the list and try again.',
  },
  'view.not-found': { what: 'There is no such view.', todo: 'Load the list again.' },
  'view.too-many': { what: 'At most 50 views can be kept.', todo: 'Remove one first.' },
  'retention.not-found': { what: 'There is no such deletion.', todo: 'Load the list again.' },
  'retention.nothing': {
    what: 'Nothing has been kept long enough.',
    todo: 'Ask again when it has.',
  },
  'retention.already-asked': {
    what: 'A deletion of this class is waiting already.',
    todo: 'Decide that one first.',
  },
  'customer.not-found': { what: 'There is no such customer.', todo: 'Search again.' },
  'grant.not-found': { what: 'There is no such grant.', todo: 'Open the customer again.' },
  'grant.already-ended': {
    what: 'One of the chosen grants has ended already. Nothing was changed.',
    todo: 'The list is up to date now. Choose those still active.',
  },
  'identity.not-met': {
    what: 'The identity check is not met.',
    todo: 'Check who asks, then try again.',
  },
  'identity.tries-used': {
    what: 'This item was answered wrongly too often.',
    todo: 'Use another item, or call back on the registered number.',
  },
  'request.not-found': { what: 'There is no such request.', todo: 'Choose it from the list.' },
  'request.not-yours': {
    what: 'Another person took this request.',
    todo: 'Begin one of your own.',
  },
  'request.closed': {
    what: 'This request is closed. Nothing was changed.',
    todo: 'Begin a new one.',
  },
  'request.not-reachable': {
    what: 'This cannot be done for this caller in this way.',
    todo: 'Stop in an emergency, or ask for a letter.',
  },
  'request.confirmation-wrong': {
    what: 'The name typed differs. Nothing was changed.',
    todo: 'Check whom it concerns and type the name.',
  },
  'request.already-checked': {
    what: 'Somebody has decided already.',
    todo: 'Load the newest state.',
  },
  'request.same-person': {
    what: 'Who took the request cannot approve it.',
    todo: 'Ask another officer.',
  },
  'request.reason-needed': {
    what: "This is another branch's customer.",
    todo: 'Write the reason.',
  },
  'request.name-needed': {
    what: 'The name of who asks is missing.',
    todo: 'Write it down before anything is ended, held or resumed for them.',
  },
  'consent.stopped': {
    what: "This customer's links are stopped.",
    todo: 'Resuming needs a paper and an approval.',
  },
  'staff.proof-needed': {
    what: 'You were away for a while. Nothing was changed.',
    todo: 'Enter your password and try again.',
  },
  'provider.not-found': { what: 'There is no such provider.', todo: 'Choose from the list.' },
  'provider.changed-meanwhile': {
    what: 'Someone else changed this provider. Nothing was saved.',
    todo: 'Load it anew and enter your changes again.',
  },
  'provider.transition-refused': {
    what: 'This state cannot follow the present one.',
    todo: 'Load it anew and check.',
  },
  'provider.registration-number-taken': {
    what: 'Another provider has this registration number.',
    todo: 'Check the number. For a change of name edit the provider that has it.',
  },
  'provider.not-active': { what: 'The provider is not active.', todo: 'Check its state.' },
  'provider.not-ready': {
    what: 'Items are missing for this provider to be activated.',
    todo: 'Fill them in and activate again.',
  },
  'policy.validity-missing': {
    what: 'This channel has no validity period, so it cannot be used.',
    todo: 'Set the validity in days under Settings first.',
  },
  'hours.closed': {
    what: 'Outside service hours.',
    todo: 'Try again within the service hours.',
  },
  'import.busy': { what: 'Another import is under way.', todo: 'Start again when it has ended.' },
  'import.too-large': {
    what: 'The file is too large.',
    todo: 'Split it into parts of at most 1 GiB.',
  },
  'import.not-found': { what: 'There is no such import.', todo: 'Choose the file again.' },
  'import.has-problems': {
    what: 'Some rows are wrong, so the file cannot be imported.',
    todo: 'Correct the file and choose it again.',
  },
  'text.not-found': {
    what: 'There is no such version of the texts.',
    todo: 'Choose again from the list.',
  },
  'text.invalid': {
    what: 'Some texts must be corrected. Nothing was saved.',
    todo: 'Correct the marked texts.',
  },
  'text.approved-already': {
    what: 'This version is approved already and never changes.',
    todo: 'Make a new draft.',
  },
  'text.same-person': {
    what: 'A draft cannot be approved by its own author.',
    todo: 'Ask someone else to approve it.',
  },
  'settings.changed-meanwhile': {
    what: 'Someone else changed these settings. Nothing was saved.',
    todo: 'Open the page again and repeat your change.',
  },
  'text.changed-meanwhile': {
    what: 'Someone else changed this draft. Nothing was saved.',
    todo: 'Load it again and repeat your change.',
  },
  'consent.no-eligible-account': { what: 'No account can be linked.', todo: 'Check the accounts.' },
  'consent.incomplete': {
    what: 'The consent was not completed.',
    todo: 'The customer has to start again.',
  },
  'token.missing': { what: 'There is no access token.', todo: 'Ask the provider.' },
  'token.invalid': { what: 'The access token is not valid.', todo: 'Ask the provider.' },
  'token.scope': { what: 'This data was not permitted.', todo: 'Ask the provider.' },
  'dpop.invalid': { what: 'The DPoP proof is not valid.', todo: 'Ask the provider.' },
  'code.already-used': {
    what: 'The authorization code was used already.',
    todo: 'Ask the provider.',
  },
  'assertion.replayed': { what: 'The same signature was used twice.', todo: 'Ask the provider.' },
  'account.not-found': { what: 'There is no such account.', todo: 'Ask the provider.' },
  'store.unavailable': {
    what: 'Data cannot be written now. Nothing was changed.',
    todo: 'Check the free disk space and try again in a while.',
  },
  'server.failed': {
    what: 'Something unexpected happened.',
    todo: 'If it goes on, tell the system administrator the incident number.',
  },
}
