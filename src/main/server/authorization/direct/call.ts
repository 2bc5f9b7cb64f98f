import type { Engine, grantForProtocol, Provider, TokenStore } from '#engine'
import type { UnitOfWork } from '../unit-of-work.ts'
import type { Form } from './form.ts'

/** A provider's call that has proven who it is. Its work says what the commit will do. */
export interface DirectCall {
  engine: Engine
  tokens: TokenStore
  issuer: string
  form: Form
  provider: Provider
  work: UnitOfWork
  /** Whether there is no parameter but these and the client's proof. */
  hasOnly(...names: string[]): boolean
  /** A grant of this provider that is alive. */
  grant(id: number): ReturnType<typeof grantForProtocol>
}
