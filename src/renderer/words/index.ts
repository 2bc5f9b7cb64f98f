export { Failure } from './failure.tsx'
export { GrantBadge, ProviderBadge } from './grant-status.tsx'
export { optional, useWords, WordsProvider } from './messages.tsx'
export { dateText, timeText, whenText } from './when.ts'
