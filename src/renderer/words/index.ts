export { inputError, inputErrors } from '#shared/input-error'
export { optional } from '#shared/messages/catalogue'
export { useAddressFilter } from './address-filter.ts'
export { AtOnce } from './at-once.tsx'
export {
  bucketText,
  CallsPlot,
  callsText,
  placeText,
  TrafficSection,
  useTraffic,
} from './calls-plot.tsx'
export { ClockBanner } from './clock-banner.tsx'
export { CopyButton } from './copy-button.tsx'
export { CsvButton } from './csv-button.tsx'
export { CustomerLine } from './customer-line.tsx'
export { DataBanner } from './data-banner.tsx'
export { DiskBanner } from './disk-banner.tsx'
export {
  forgetDialogs,
  leaveDrafts,
  placeOfRequest,
  readDrafts,
  takeDrafts,
  useDraft,
  useDraftAt,
  useDraftsOf,
  useForgetDialogs,
} from './drafts.ts'
export { EndReasonFields, useEndReason } from './end-reason.tsx'
export { Failure } from './failure.tsx'
export { grantCountsText } from './grant-counts.ts'
export { GrantBadge, ProviderBadge } from './grant-status.tsx'
export { HaltBanner } from './halt-banner.tsx'
export { Impact } from './impact.tsx'
export { Kept } from './kept.tsx'
export { ListPage } from './list-page.tsx'
export { Loaded } from './loaded.tsx'
export { MeProvider, useMay, useMe } from './me.tsx'
export { useWords, WordsProvider } from './messages.tsx'
export { NearLimits, useNearLimits } from './near-limits.tsx'
export { useNews } from './news.ts'
export { leaveCalls, type OpenCall, useOpenCall, useOpenCalls } from './open-calls.ts'
export { OthersChanges } from './others-changes.tsx'
export { Paper } from './paper.tsx'
export { PrintedAt } from './printed-at.tsx'
export { PrintedPdf } from './printed-pdf.tsx'
export { ProofAgain } from './proof-again.tsx'
export { matchText } from './provider-match.ts'
export { Readiness } from './readiness.tsx'
export { useOfferedActs, useRecordActs } from './record-acts.ts'
export { RecordTrail } from './record-trail.tsx'
export { SafetyBanners } from './safety-banners.tsx'
export { asBase64, saveFile } from './save-file.ts'
export { SentBar } from './sent-bar.tsx'
export { dialogIsOpen, keyLabel, keyOf, keyText, shortcuts, useShortcuts } from './shortcuts.ts'
export { sizeText } from './size.ts'
export { beginTold, forgetTold, useTold, watchTold } from './told.ts'
export { TrailBanner } from './trail-banner.tsx'
export { useAct } from './use-act.ts'
export type { ListCells } from './use-list.ts'
export { Waits } from './waits.tsx'
export { dateText, timeText, whenText } from './when.ts'
