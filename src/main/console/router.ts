import { audit } from './audit.ts'
import { backups } from './backups.ts'
import { cases } from './cases.ts'
import { connectionTest } from './connection-test.ts'
import { customers } from './customers.ts'
import { files } from './files.ts'
import { grants } from './grants.ts'
import { imports } from './imports.ts'
import { ledger } from './ledger.ts'
import { preview } from './preview.ts'
import { proposals } from './proposals.ts'
import { providers } from './providers.ts'
import { publication } from './publication.ts'
import { requests } from './requests.ts'
import { retention } from './retention.ts'
import { settings } from './settings.ts'
import { setup } from './setup.ts'
import { staff } from './staff.ts'
import { system } from './system.ts'
import { texts } from './texts.ts'
import { traffic } from './traffic.ts'
import { views } from './views.ts'
import { work } from './work.ts'

/** The contract, answered. */
export const router = {
  audit,
  backups,
  connectionTest,
  cases,
  customers,
  files,
  grants,
  imports,
  ledger,
  preview,
  proposals,
  providers,
  publication,
  requests,
  retention,
  settings,
  setup,
  staff,
  system,
  texts,
  traffic,
  views,
  work,
}
