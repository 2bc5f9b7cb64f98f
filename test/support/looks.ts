/** A size of window and its colours, in which a state is looked at. */
export interface Look {
  name: string
  width: number
  height: number
  colorScheme?: 'dark' | 'light'
  /**
   * What axe finds depends on the colours and on how a page is laid out. A look that differs from another in its colours alone has
   * their contrast measured, one that differs in neither needs nothing.
   */
  axe?: boolean | 'contrast'
}
/** A walk is done at the first of them. */
export type Looks = readonly [Look, ...Look[]]

/**
 * How staff work. A walk is done in a window of 1366×768 at 200 %, since what can be reached there can be reached anywhere; the
 * stories that look at nothing are done at 1366×768.
 */
export const consoleLooks: Looks = [
  { name: '200-percent', width: 683, height: 384 },
  { name: '1366-light', width: 1366, height: 768, axe: 'contrast' },
  { name: '1366-dark', width: 1366, height: 768, colorScheme: 'dark' },
  // Wider than 1366 a page has the same parts in the same colours, which move nothing.
  { name: '1920', width: 1920, height: 1080, axe: false },
]

/** How customers come, with a telephone first; there are two layouts, one from 576 px on. */
export const consentLooks: Looks = [
  { name: '360', width: 360, height: 740 },
  { name: '768', width: 768, height: 900, axe: false },
  { name: '1280', width: 1280, height: 800 },
  { name: '200-percent', width: 683, height: 384, axe: false },
]
