import { expect } from 'vitest'
import { FormCustomer } from './form-customer.ts'
import type { TestProvider } from './provider-client.ts'
import type { DemoCustomer } from './service-process.ts'

/** A provider's own client against a test channel: what a provider's engineers do there (R157). */
export function lineOf(client: TestProvider, customer: DemoCustomer) {
  const walk = async () => {
    const started = await client.start()
    return {
      started,
      callback: await new FormCustomer().permitAll(started.url.href, customer),
    }
  }
  const link = async () => {
    const { started, callback } = await walk()
    return client.finish(started, callback)
  }
  return {
    link,
    /** Reads all that there is, and refreshes. @returns the access token */
    async reads(): Promise<string> {
      const tokens = await link()
      const { body } = await client.get(tokens.access_token, '/accounts')
      const [account] = body.accounts as { accountId: string }[]
      for (const what of ['balance', 'transactions'])
        expect(
          (await client.get(tokens.access_token, `/accounts/${account?.accountId}/${what}`)).status,
        ).toBe(200)
      await client.refresh(tokens.refresh_token ?? '')
      return tokens.access_token
    },
    /** RFC 7636 §4.6: the right code with another verifier. */
    async wrongVerifier(): Promise<void> {
      const { started, callback } = await walk()
      const wrong = { ...started, verifier: started.verifier.split('').reverse().join('') }
      await expect(client.finish(wrong, callback)).rejects.toMatchObject({ error: 'invalid_grant' })
    },
    /** RFC 6749 §4.1.2: a code that comes again is refused, and what it gave ends. */
    async usedCode(): Promise<void> {
      const { started, callback } = await walk()
      const tokens = await client.finish(started, callback)
      await expect(client.finish(started, callback)).rejects.toMatchObject({
        error: 'invalid_grant',
      })
      expect((await client.get(tokens.access_token, '/accounts')).status).toBe(401)
      await expect(client.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({
        error: 'invalid_grant',
      })
    },
    async revokes(): Promise<void> {
      await client.revoke((await link()).refresh_token ?? '')
    },
  }
}
