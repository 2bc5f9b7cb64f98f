export { inSlices } from '#db'
export { AccessLog } from './access/access-log.ts'
export { bursts, failingProviders } from './access/failing.ts'
export { countUse } from './access/fair-use.ts'
export { nearLimits } from './access/near.ts'
export { trafficSeries } from './access/series.ts'
export { foldHours, trafficOfDay, trafficOfDayOf } from './access/traffic.ts'
export { act, auditRefusal } from './act.ts'
export { settleCall } from './act-keys.ts'
export { type ActContext, type Actor, systemActor, systemContext } from './actor.ts'
export { type AuditCheck, checkAudit } from './audit/check.ts'
export { headFile, readHead } from './audit/head.ts'
export { type JournalLine, journalFolder, readJournal } from './audit/journal.ts'
export { auditAbout, auditAboutQuery, auditQuery, listAudit } from './audit/list.ts'
export { type Action, type ActName, recordAudit } from './audit/record.ts'
export { keepRestored } from './audit/restored.ts'
export { copiesFolder } from './audit/signed-claims.ts'
export { verifyTrail } from './audit/verify.ts'
export {
  casesOf,
  casesUnderWay,
  closeCase,
  incidentsFor,
  openProviderCase,
  predecessorsOf,
  saveCase,
} from './cases/cases.ts'
export { type ConcernedGrant, concernedGrants, givenBy } from './cases/concerned.ts'
export { keepLetters, letterFile, letterState } from './cases/letter-files.ts'
export type { EndingLetters } from './cases/letters.ts'
export { openStepsOf } from './cases/off-list.ts'
export {
  caseById,
  noteFile,
  noteStep,
  openCases,
  type ProviderCase,
  stepsWritten,
} from './cases/steps.ts'
export { parseOffset, systemClock } from './clock.ts'
export { differencesOf, type TestChannel } from './connection-test/discovery.ts'
export { endTestLinks, recordConnectionTest } from './connection-test/record.ts'
export { copyRegistrations } from './connection-test/registration.ts'
export { connectionState } from './connection-test/steps.ts'
export { consentActor } from './consent/actor.ts'
export { answerQuestion, enterDigits, enterInquiryPin, signIn } from './consent/authenticate.ts'
export {
  accountsToLink,
  addInquiryPin,
  choicesOf,
  chooseAccounts,
  chooseServices,
  confirmInquiryPins,
  formerOf,
  leftOut,
  missingPins,
  scopesToLink,
  servicesOf,
  servicesOffered,
} from './consent/choose.ts'
export { gate, notServed } from './consent/gate.ts'
export { countStep } from './consent/seen.ts'
export { type ConsentSession, type Permitted, restart } from './consent/session.ts'
export { ConsentSessions } from './consent/sessions.ts'
export { lookAtCustomer } from './customers/find.ts'
export { customerListQuery, listCustomers } from './customers/list.ts'
export { customersListed, type ListName } from './customers/listed.ts'
export { reindexCustomers } from './customers/reindex.ts'
export {
  maskTerm,
  searchAll,
  searchFor,
  withGrantCounts,
} from './customers/search.ts'
export { setConsent } from './customers/set-consent.ts'
export { setQuestions } from './customers/set-questions.ts'
export { grantedAccount, grantedAccounts, type KnownBalance, withBalance } from './data/accounts.ts'
export { checkCall } from './data/check-call.ts'
export { isServed, refuseOutsideHours } from './data/service-hours.ts'
export { itemKey, type TransactionPage, transactionPage } from './data/transactions.ts'
export { UsedProofs } from './data/used-proofs.ts'
export { draftsOf, keepDraft } from './drafts.ts'
export type { Engine, Log } from './engine.ts'
export { barsOf } from './grants/bar.ts'
export { endGrant } from './grants/end.ts'
export { endHolds } from './grants/end-holds.ts'
export { evidenceOf, type KeptEvidence } from './grants/evidence.ts'
export { expireGrants } from './grants/expire.ts'
export { grantForProtocol } from './grants/for-protocol.ts'
export { supersedeFormer } from './grants/former.ts'
export { stoppedSince } from './grants/hold.ts'
export { lapseGrants } from './grants/lapse.ts'
export { grantListQuery, grantsOfCustomer, listGrants } from './grants/list.ts'
export { type Evidence, type PermitInput, permitGrant } from './grants/permit.ts'
export { permittedBy } from './grants/permitted-by.ts'
export { proofOf } from './grants/proof.ts'
export { continueEndings, liveGrantsOf } from './grants/provider-ending.ts'
export { provisionAccesses, provisionsOf } from './grants/provisions.ts'
export { timelineOf } from './grants/timeline.ts'
export { whyOf } from './grants/why.ts'
export { Imports } from './imports/imports.ts'
export type { ImportStatus } from './imports/job.ts'
export { listImports } from './imports/list.ts'
export { importOverview } from './imports/order.ts'
export { type Keys, readKeys, writeKeys } from './keys/keys.ts'
export type { DataKey } from './keys/wrap.ts'
export { importChecklist } from './ledger/checklist.ts'
export { dueCounts, dueDays } from './ledger/due.ts'
export { entryOf, ledgerOf, missingInLedger } from './ledger/entries.ts'
export { attachEvidence, evidenceFile, evidenceOfItems } from './ledger/evidence.ts'
export { removeFromLedger } from './ledger/remove.ts'
export { checkLedger, saveLedger } from './ledger/save.ts'
export { takePiece } from './ledger/uploads.ts'
export { type EngineParts, engineOn, type OpenEngine, openEngine } from './open.ts'
export { type OpenFolder, openFolder } from './open-folder.ts'
export { callLimits, policyFor, validityDays } from './policy.ts'
export { decideProposal, withdrawProposal } from './proposals/decide.ts'
export { listProposals, proposalOutcome, refusedProposals } from './proposals/list.ts'
export { changeProviderStatus } from './providers/change-status.ts'
export { discardProvider } from './providers/discard.ts'
export { jwksOf, keySetOf, leastMs, readKeysAt, refreshKeySet } from './providers/key-sets.ts'
export { daysOfKeys, keysInForce, kidOf, providerKeys } from './providers/keys.ts'
export { listProviders, providerDetail } from './providers/list.ts'
export { makeNotice } from './providers/notice.ts'
export { applyPlannedChanges, plannedChanges, withdrawChange } from './providers/planned.ts'
export { providerByClientId, providerById } from './providers/provider.ts'
export { readPublicKeys } from './providers/read-keys.ts'
export { issuerMark, missing, toBegin } from './providers/readiness.ts'
export { createProvider, updateProvider } from './providers/save.ts'
export { providerContactsQuery, providerSearchQuery, searchProviders } from './providers/search.ts'
export type { Provider } from './providers/shape.ts'
export { publicationBody } from './publication/content.ts'
export { listingOf } from './publication/listing.ts'
export {
  changesSinceLast,
  publicationState,
  publishedBody,
  publishLists,
  servedPublication,
} from './publication/publish.ts'
export {
  type Access,
  accessTo,
  confinedTo,
  mustSeeCustomer,
  mustSeeGrant,
  type Viewer,
  viewerOf,
} from './requests/access.ts'
export { makeAct } from './requests/act.ts'
export { callsWith } from './requests/call.ts'
export { closeRequest } from './requests/close.ts'
export { correctRequest } from './requests/correct.ts'
export { decideAct } from './requests/decide.ts'
export { earlierRequests, followRequest } from './requests/follow.ts'
export { callBackNumber, compareAnswers, itemsBefore, noteIdentity } from './requests/identity.ts'
export { dayCounts, listRequests, requestListQuery } from './requests/list.ts'
export { lookAtRequest } from './requests/look.ts'
export { describeRequest, openRequest } from './requests/open.ts'
export { reachOf } from './requests/reach.ts'
export { countSlip, requestByNumber, type Slip, slipOf } from './requests/slip.ts'
export { lockedLogins, unlockCustomer } from './requests/unlock.ts'
export { requestView } from './requests/view.ts'
export {
  continueDeletions,
  decideDeletion,
  proposeDeletion,
  retentionOverview,
} from './retention/runs.ts'
export { saveSettings } from './settings/save.ts'
export type { Settings } from './settings/settings.ts'
export {
  listBranches,
  listStaff,
  reenrolStaff,
  staffByLoginId,
  updateStaff,
} from './staff/accounts.ts'
export { createEnrolled, createStaff, runSetup, staffCount } from './staff/create.ts'
export { drawCode } from './staff/drawn-code.ts'
export { enrolStaff } from './staff/enrolment.ts'
export { changePassword, claimedActor, staffSignIn, unlockSession } from './staff/password.ts'
export { beginSecondFactor, confirmSecondFactor } from './staff/second-factor.ts'
export {
  actorOf,
  lockSession,
  type StaffSession,
  staffSession,
  staffSignOut,
  touchSession,
} from './staff/session.ts'
export { unnamedTerminal } from './staff/sign-in-tries.ts'
export { withoutBranch } from './staff/without-branch.ts'
export { confirmClock } from './system/clock-doubt.ts'
export { haltService, lookAtHalt, resumeService } from './system/halt.ts'
export { haltOf, isHalted, refuseHalted } from './system/halt-state.ts'
export { noteRestore } from './system/restored.ts'
export { systemStatus } from './system/status.ts'
export { watchClock } from './system/watch-clock.ts'
export {
  inventedTerms,
  termsAt,
  termsLabel,
  termsNumbered,
  textNumberAt,
  textsAt,
  textsNumbered,
} from './texts/current.ts'
export {
  approveText,
  discardDraft,
  findText,
  listTexts,
  saveDraft,
  type TextVersion,
} from './texts/versions.ts'
export {
  accessTokenSeconds,
  issueAccessToken,
  issueRefreshToken,
  secondsLeft,
  useCode,
} from './tokens/issue.ts'
export { subjectOf } from './tokens/pseudonyms.ts'
export { Sequences } from './tokens/sequences.ts'
export { type AccessTokenRow, TokenStore } from './tokens/token-store.ts'
export { type TokenKind, TokenValues, tokenHash } from './tokens/token-value.ts'
export { VersionedCache } from './tokens/versioned-cache.ts'
export { listViews, removeView, saveView } from './views/views.ts'
