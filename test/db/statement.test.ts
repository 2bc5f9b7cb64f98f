import SQLite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { stablePlan } from '../../src/main/db/statement.ts'

it('puts every bound value behind a plus, and runs as before', () => {
  const query = {
    sql: 'select "a" from "t" where "a" = ? and "b" in (?, ?) limit ?',
    parameters: [1, 2, 3, 4],
  }
  expect(stablePlan(query)).toBe('select "a" from "t" where "a" = +? and "b" in (+?, +?) limit +?')
  const db = new SQLite(':memory:')
  db.exec("create table t (a any, b any) strict; insert into t values ('01', 'x'), (1, 'y')")
  const find = db.prepare(stablePlan({ sql: 'select b from t where a = ?', parameters: [0] }))
  // A plus in front must not turn text into a number.
  expect([find.all('01'), find.all(1)]).toEqual([[{ b: 'x' }], [{ b: 'y' }]])
})

it('refuses a question mark that is no parameter: it would be bound', () => {
  expect(() => stablePlan({ sql: "select '?' where a = ?", parameters: [1] })).toThrow()
})
