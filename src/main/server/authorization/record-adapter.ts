import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Engine, TokenKind, TokenStore } from '#engine'
import { workIfAny } from './unit-of-work.ts'

export const seconds = (ms: number): number => Math.floor(ms / 1000)

/** The methods that oidc-provider never calls for a kind. */
export abstract class RecordAdapter implements Adapter {
  protected readonly engine: Engine
  protected readonly tokens: TokenStore

  constructor(engine: Engine, tokens: TokenStore) {
    this.engine = engine
    this.tokens = tokens
  }

  abstract find(id: string): Promise<AdapterPayload | undefined>
  async upsert(_id: string, _payload: AdapterPayload, _expiresIn: number): Promise<undefined> {}
  async consume(_id: string): Promise<undefined> {}
  async destroy(_id: string): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  /** Every check of a token asks its grant, so ending the grant (GrantAdapter.destroy) ends all of its tokens. */
  async revokeByGrantId(): Promise<undefined> {}

  protected rowOf(kind: TokenKind, id: string): number {
    const row = this.tokens.values.rowOf(kind, id)
    if (row === undefined) throw new Error('not an identifier of ours')
    return row
  }

  /** A grant's end on the machine's clock, on which oidc-provider judges its records. */
  protected endOf(grantExpiresAt: number): number {
    return seconds(grantExpiresAt - this.engine.clock.offset)
  }
}

/** Notes which grant the request is about, for its access record; never a grant of another provider. */
export function note(grantId: number, clientId: string | undefined): void {
  const work = workIfAny()
  if (work && work.provider?.clientId === clientId) work.grantId = grantId
}
