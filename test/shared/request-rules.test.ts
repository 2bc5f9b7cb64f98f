import { describe, expect, it } from 'vitest'
import { Requester } from '#shared/grant'
import { StaffRequestChannel, shownState } from '#shared/request'
import { type RequestRule, ruleOf } from '#shared/request-rules'

/**
 * What no cell of the table may fall short of, said apart from the table: the test of the engine walks the table as it is, so a
 * cell that is loosened there is noticed here (R46, R48, R52, R54, R120, R122).
 */
const cells = StaffRequestChannel.options.flatMap((channel) =>
  Requester.options.flatMap((requester) =>
    (['personal', 'business', 'provider'] as const).flatMap((subject) => {
      const rule = ruleOf(channel, requester, subject)
      return rule ? [{ channel, requester, subject, rule }] : []
    }),
  ),
)
const where = (holds: (cell: (typeof cells)[number]) => boolean) => cells.filter(holds)
const waysOf = ({ ways }: RequestRule) => (ways === 'nobody' ? [] : ways)
const everyWay = (rule: RequestRule, holds: (way: ReturnType<typeof waysOf>[number]) => boolean) =>
  waysOf(rule).every(holds)
const speaksForAnother = ['agent', 'heir', 'other']

describe('who asks', () => {
  it('of a company is its registered user, who knows or shows more than what anybody can look up', () => {
    const companies = where(({ requester }) => requester === 'company-contact')
    expect(companies.map(({ channel }) => channel)).toEqual(['phone', 'branch', 'letter'])
    for (const { channel, rule } of companies) {
      expect(rule.named).toBe(true)
      expect(
        everyWay(rule, ({ all, oneOf, papers }) =>
          papers === 2 ? oneOf.length > 0 : all.includes('contact') && oneOf.length > 0,
        ),
        channel,
      ).toBe(true)
      for (const { oneOf } of waysOf(rule))
        expect(oneOf.some((one) => ['name', 'birth-date', 'phone'].includes(one))).toBe(false)
    }
  })

  it('for another by telephone sees nothing and can have everything stopped, no more', () => {
    const callers = where(
      ({ channel, requester }) => channel === 'phone' && speaksForAnother.includes(requester),
    )
    expect(callers).toHaveLength(5)
    for (const { rule } of callers) {
      expect([rule.ways, rule.sees, Object.keys(rule.acts)]).toEqual([[], 'masked', ['emergency']])
      expect(rule.opens).toEqual([])
    }
  })

  it('for another shows papers of their own and what they speak by, and a second person agrees to what ends or resumes', () => {
    const present = where(
      ({ channel, requester }) => channel !== 'phone' && speaksForAnother.includes(requester),
    )
    expect(present).toHaveLength(10)
    for (const { rule } of present) {
      expect(rule.ways).not.toHaveLength(0)
      expect(everyWay(rule, ({ papers, oneOf }) => papers === 2 && oneOf.length > 0)).toBe(true)
      expect([rule.acts.revoke, rule.acts.resume, rule.named]).toEqual(['before', 'before', true])
    }
  })

  it('is nobody only where an officer or an administrator begins it, and then nothing ends alone', () => {
    const unasked = where(({ rule }) => rule.ways === 'nobody')
    expect(new Set(unasked.map(({ channel }) => channel))).toEqual(
      new Set(['institution', 'provider-notice']),
    )
    for (const { rule } of unasked) {
      expect(rule.begins).not.toBe('requests.open')
      expect(rule.acts.revoke).toBe('before')
    }
  })

  it('fits whom it is about: no 本人 of a company, no user of a person', () => {
    for (const { requester, subject } of cells) {
      if (subject === 'business') expect(['self', 'heir']).not.toContain(requester)
      if (subject === 'personal') expect(requester).not.toBe('company-contact')
    }
  })
})

describe('what is done', () => {
  it('resumes never by telephone, and always with a second person', () => {
    for (const { channel, rule } of cells) {
      if (channel === 'phone') expect(rule.acts.resume).toBeUndefined()
      expect([undefined, 'before']).toContain(rule.acts.resume)
    }
  })

  it('is looked at by a second person the same day where papers alone opened it', () => {
    for (const { channel, rule } of cells)
      expect(rule.secondLook).toBe(channel === 'branch' || channel === 'letter')
  })
})

it.each([
  ['open', null, 'open'],
  ['waiting', null, 'waiting'],
  ['done', null, 'done'],
  ['done', 1, 'to-check'],
  ['closed', null, 'closed'],
] as const)(
  'a request that is %s, with an approval due at %s, is told as %s',
  (state, dueAt, told) => {
    expect(shownState({ state, dueAt })).toBe(told)
  },
)
