import { expect, it } from 'vitest'
import { query, Store, sql } from '#db'
import { AppError } from '#shared/errors'
import { UnitOfWork } from '../../src/main/server/authorization/unit-of-work.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

const put = query<{ key: string }>()((k, v) =>
  k.insertInto('settings').values({ key: v('key'), value: '1', updatedAt: 0 }),
)
const refusal = new AppError('code.already-used')
const failsInSql = { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' }

/** `!` fails as a rule does, `#` as a constraint does; any other letter is a row to write first. */
it.each([
  { name: 'all goes well', always: ['a'], asked: ['b', 'c'], left: 'abc' },
  { name: 'refused before', always: ['a'], asked: ['b'], succeeded: false, left: 'a' },
  {
    name: 'a rule refuses in the commit',
    always: ['a', 'b'],
    asked: ['c', '!', 'd'],
    left: 'abr',
    error: refusal,
  },
  {
    name: 'a row is refused in the commit',
    always: ['a'],
    asked: ['c', '#'],
    left: 'ar',
    error: failsInSql,
  },
  {
    name: 'an assertion turns out to be used',
    always: ['!', 'a'],
    asked: ['b'],
    left: 'ar',
    error: refusal,
  },
  { name: 'nothing to write', always: [], asked: [], left: '' },
])('$name: $left is on disk', async ({ always, asked, succeeded = true, left, error }) => {
  const store = new Store(temporaryFolder())
  const write = (key: string) => () => {
    if (key === '!') throw refusal
    store.statement(put).run({ key: key === '#' ? 'c' : key })
  }
  const work = new UnitOfWork()
  for (const key of always) work.always(write(key))
  for (const key of asked) work.onSuccess(write(key))
  const neighbour = store.write(write('z'))
  const outcome = work.commit(store, succeeded, write('r'))
  if (error) await expect(outcome).rejects.toMatchObject(error)
  else await outcome
  await neighbour
  const written = sql.selectFrom('settings').select('key').where('key', 'not like', 'mark.%')
  const rows = store.read(written.orderBy('key'))
  expect(rows.map(({ key }) => key).join('')).toBe(`${left}z`)
  await store.close()
  removeFolder(store.folder)
})
