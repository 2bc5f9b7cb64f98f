export type {
  Account,
  Bank,
  CompanyUser,
  Customer,
  CustomerHit,
  Login,
  Transaction,
} from './bank.ts'
export { isLinkable } from './bank.ts'
export { type DemoCompany, loadDemoCompanies } from './demo/companies.ts'
export { bulkMs, loadDemoBank, type NamedPerson } from './demo/load.ts'
export { SeededRandom } from './demo/random.ts'
export { branches, EmbeddedBank } from './embedded-bank.ts'
export {
  EffectsCount,
  ImportCheck,
  type ImportEffects,
  type ImportRow,
  RowWriter,
  rowsOf,
} from './import/index.ts'
export { putSearchWords, searchColumns } from './search/columns.ts'
export { candidateQueries, customerQueries, spoken } from './search/index.ts'
export { FactorCipher, normalAnswer, Passwords } from './secrets.ts'
