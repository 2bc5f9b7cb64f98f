import * as z from 'zod'
import { Retention } from '../retention.ts'
import {
  Institution,
  Policy,
  Registers,
  RequestPolicy,
  ServiceHours,
  settings as schemas,
} from '../settings.ts'
import { call, everyone, headOffice, Outcome } from './base.ts'

const All = z.object({
  institution: Institution,
  policy: Policy,
  requests: RequestPolicy,
  retention: Retention,
  'policy.personal': schemas['policy.personal'],
  'policy.business': schemas['policy.business'],
  hours: ServiceHours,
  registers: Registers,
})
export type AllSettings = z.infer<typeof All>

const one = <Key extends keyof typeof schemas>(key: Key) =>
  z.strictObject({ key: z.literal(key), seen: schemas[key], value: schemas[key] })

export const settings = {
  find: call({ roles: everyone, passive: true }).output(All),
  /** Saves one page of settings; it holds from the next request on. `seen`: the value from which the person began. */
  save: call({ roles: headOffice, act: true })
    .input(
      z.discriminatedUnion('key', [
        one('institution'),
        one('policy'),
        one('requests'),
        one('retention'),
        one('policy.personal'),
        one('policy.business'),
        one('hours'),
        one('registers'),
      ]),
    )
    .output(Outcome),
}
