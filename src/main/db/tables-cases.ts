import type { Generated } from 'kysely'
import type { CaseKind, CaseStep, StepOutcome } from '#shared/provider-case'

/** What is gone through with a provider, step by step. */
export interface CaseTables {
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
}
