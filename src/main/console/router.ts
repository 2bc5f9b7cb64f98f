import { audit } from './audit.ts'
import { customers } from './customers.ts'
import { grants } from './grants.ts'
import { providers } from './providers.ts'
import { setup } from './setup.ts'
import { staff } from './staff.ts'
import { system } from './system.ts'

/** The contract, answered. */
export const router = { audit, customers, grants, providers, setup, staff, system }
