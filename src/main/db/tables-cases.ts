import type { Generated } from 'kysely'
import type { CaseKind, CaseStep, StepOutcome } from '#shared/provider-case'

/** What is gone through with a provider, step by step. */
export interface CaseTables {
  plannedChanges: {
    id: Generated<number>
    providerId: number
    /** `YYYY-MM-DD`. */
    effectiveOn: string
    was: string
    becomes: string
    plannedByName: string
    approvedByName: string
    plannedAt: number
    state: 'planned' | 'applied' | 'withdrawn' | 'failed'
    doneAt: number | null
  }
  providerCases: {
    id: Generated<number>
    providerId: number
    kind: CaseKind
    facts: string
    version: Generated<number>
    openedBy: number
    openedByName: string
    openedAt: number
    closedAs: 'done' | 'called-off' | null
    closedByName: string | null
    closedAt: number | null
    closedNote: string | null
  }
  providerCaseSteps: {
    id: Generated<number>
    caseId: number
    step: CaseStep
    outcome: StepOutcome
    at: number
    whom: string
    note: string
    evidence: string
    staffName: string
    enteredAt: number
  }
  caseLetterFiles: {
    id: Generated<number>
    caseId: number
    /** Letters of the case, from 1 on. */
    first: number
    last: number
    madeAt: number
    madeByName: string
  }
  caseLetters: { caseId: number; customerId: number; fileId: number }
}
