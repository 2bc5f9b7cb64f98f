import { expect, it } from 'vitest'
import { renderTime } from '#consent-screens'
import { shippedTexts, textKindOf } from '#shared/consent-texts'

const texts = shippedTexts(textKindOf('personal', 'ja'))

/** Seconds left, what is said, and after how many seconds the frame comes again; the warning stands for the last 120. */
it.each([
  [600, 'およそ10分です', 60],
  [599, 'およそ9分です', 60],
  [150, 'およそ2分です', 30],
  [120, '残り2分以内', 121],
  [119, '残り2分以内', 120],
  [60, '残り1分以内', 61],
  [1, '残り1分以内', 2],
  [0, 'お手続きの時間が過ぎました', undefined],
] as const)('with %s s left it says %s, and is true until it comes again', (left, says, again) => {
  const page = renderTime({
    ...{ language: 'ja', texts, base: '/consent/x', csrf: 'c', left, warning: 120, more: true },
  })
  expect(page).toContain(says)
  expect(/content="(\d+);url/.exec(page)?.[1]).toBe(again === undefined ? undefined : String(again))
})
