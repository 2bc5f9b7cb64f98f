export { inputError, inputErrors } from '#shared/input-error'
export { optional } from '#shared/messages/catalogue'
export { useAddressFilter } from './address-filter.ts'
export { ClockBanner } from './clock-banner.tsx'
export { CopyButton } from './copy-button.tsx'
export { CsvButton } from './csv-button.tsx'
export { DataBanner } from './data-banner.tsx'
export { DiskBanner } from './disk-banner.tsx'
export {
  forgetDialogs,
  leaveDrafts,
  takeDrafts,
  useDraft,
  useDraftsOf,
  useForgetDialogs,
} from './drafts.ts'
export { EndReasonFields, useEndReason } from './end-reason.tsx'
export { Failure } from './failure.tsx'
export { GrantBadge, ProviderBadge } from './grant-status.tsx'
export { ListPage } from './list-page.tsx'
export { Loaded } from './loaded.tsx'
export { MeProvider, useMay, useMe } from './me.tsx'
export { useWords, WordsProvider } from './messages.tsx'
export { Paper } from './paper.tsx'
export { PrintedPdf } from './printed-pdf.tsx'
export { ProofAgain } from './proof-again.tsx'
export { Readiness } from './readiness.tsx'
export { RecordTrail } from './record-trail.tsx'
export { SafetyBanners } from './safety-banners.tsx'
export { saveFile } from './save-file.ts'
export { SentBar } from './sent-bar.tsx'
export { keyText, shortcuts, useShortcuts } from './shortcuts.ts'
export { sizeText } from './size.ts'
export { TrailBanner } from './trail-banner.tsx'
export { useAct } from './use-act.ts'
export type { ListCells } from './use-list.ts'
export { Waits } from './waits.tsx'
export { dateText, timeText, whenText } from './when.ts'
