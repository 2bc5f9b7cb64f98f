import { businessServices } from '#shared/business-service'
import type { TextKey } from '#shared/consent-texts'
import type { Scope } from '#shared/grant'
import { calendarDays, dateText, eraDate } from '#shared/japanese-date'
import { reasons } from './choose.ts'
import { type Html, html } from './html.ts'
import {
  bullet,
  cancelForm,
  errorSummary,
  inJapanese,
  page,
  phoneHours,
  pointsToError,
  primary,
  stepForm,
} from './layout.ts'
import { accountText } from './model.ts'
import type { AccountLine, PermitView } from './view.ts'
import { words, wordsWithPhone } from './words.ts'

/** In the order of what reveals most. */
const data = ['transactions', 'balances', 'accounts'] as const satisfies readonly Scope[]

/** 意思確認, in the notice's order. */
const intents = [
  'permit.intent.site',
  'permit.intent.terms',
  'permit.intent.tick',
  'permit.intent.address',
  'permit.intent.phone',
] as const satisfies readonly TextKey[]

const englishDay = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeZone: 'Asia/Tokyo',
})

/** 令和8年11月20日（2026年11月20日）; 20 November 2026. */
function day(view: PermitView, ms: number): string {
  if (view.language === 'en') return englishDay.format(ms)
  const [year, month, date] = dateText(ms).split('/').map(Number)
  return `${eraDate(ms)}（${year}年${month}月${date}日）`
}

function shortDay(view: PermitView, ms: number): string {
  return view.language === 'en' ? englishDay.format(ms) : eraDate(ms)
}

/** P4 and B5: who, what, from which accounts, until when, and how to stop it (R31–R33). */
export function permitScreen(view: PermitView): string {
  return page(
    view,
    { title: words(view, 'permit.title'), wrong: view.wrong || view.changed !== undefined },
    view.channel === 'personal' ? personal(view) : business(view),
  )
}

function personal(view: PermitView): Html {
  const filled = { provider: view.provider.name, button: words(view, 'permit.button') }
  return html`${changed(view)}<p>${words(view, 'permit.lead', filled)}</p>
${renewed(view)}
${who(view)}
${
  words(view, 'permit.details') === 'shown' &&
  html`<section aria-labelledby="data"><h2 id="data">${words(view, 'permit.data')}</h2>${dataList(view)}</section>
${accountList(view, 'h2')}
<section aria-labelledby="period"><h2 id="period">${words(view, 'permit.period')}</h2>${period(view)}</section>
${stop(view)}`
}
<p class="reassure">${words(view, 'permit.reassure')}</p>
${stepForm(view, 'permit', html`${shown(view)}${primary(filled.button)}`)}
${cancelForm(view)}`
}

function business(view: PermitView): Html {
  const button = words(view, 'permit.button')
  const tick = words(view, 'permit.tick')
  const filled = { provider: view.provider.name, service: view.provider.service, button, tick }
  const say = (key: TextKey): string => words(view, key, filled)
  return html`${view.wrong && errorSummary(view, 'permit.tick.missing.title', 'permit.tick.missing')}${changed(view)}
<p>${say('permit.lead')}<br>${say('permit.use')}<br>${say('permit.agree')}</p>
${renewed(view)}
${who(view)}
<section aria-labelledby="data"><h2 id="data">${bullet(view)}${say('permit.data')}</h2>
<h3>${say('permit.services')}</h3><ul class="accounts">${view.services.map((service) => html`<li>${businessServices[service].names[view.language]}</li>`)}</ul>
${dataList(view)}
${accountList(view, 'h3')}</section>
<section aria-labelledby="period"><h2 id="period">${bullet(view)}${say('permit.period')}</h2>${period(view)}</section>
<section aria-labelledby="intent"><h2 id="intent">${bullet(view)}${say('permit.intent')}</h2>
${intents.map((key) => html`<p>${say(key)}</p>`)}</section>
${stop(view)}
<p class="reassure">${say('permit.reassure')}</p>
${stepForm(
  view,
  'permit',
  html`${shown(view)}<p class="choice tick"><input type="checkbox" id="tick" name="tick" value="yes" required ${view.wrong && pointsToError}><label for="tick">${say('permit.tick')}</label></p>
${primary(button)}`,
)}
${cancelForm(view)}`
}

/** Who the provider is, for whoever wants to look it up elsewhere. */
function who(view: PermitView): Html {
  const { name, service, registrationNumber, site, privacyPolicy, purpose } = view.provider
  const own = (text: string): Html => html`<span${inJapanese(view)}>${text}</span>`
  const link = (url: string): Html | '' =>
    url &&
    html`<a href="${url}" target="_blank" rel="noopener noreferrer">${url} <span class="new-tab">${words(view, 'signIn.newTab')}</span></a>`
  const lines: [TextKey, Html | ''][] = [
    ['permit.who.name', own(name)],
    ['permit.who.registration', registrationNumber && own(registrationNumber)],
    ['permit.who.service', own(service)],
    ['permit.who.purpose', purpose && own(purpose)],
    ['permit.who.site', link(site)],
    ['permit.who.privacy', link(privacyPolicy)],
  ]
  return html`<section aria-labelledby="who"><h2 id="who">${view.channel === 'business' && bullet(view)}${words(view, 'permit.who')}</h2><dl class="who">${lines.map(([key, value]) => value && html`<div><dt>${words(view, key)}</dt><dd>${value}</dd></div>`)}</dl></section>`
}

function stop(view: PermitView): Html {
  return html`<section aria-labelledby="stop"><h2 id="stop">${words(view, 'permit.stop')}</h2><p>${wordsWithPhone(view, 'permit.stop.how')}${phoneHours(view)}</p></section>`
}

function shown(view: PermitView): Html | undefined {
  return view.shown === undefined
    ? undefined
    : html`<input type="hidden" name="shown" value="${view.shown}">\n`
}

/** Why the page is there again: what it says now is not what 許可 was pressed on. */
function changed(view: PermitView): Html | undefined {
  const { changed } = view
  if (!changed) return undefined
  const parts =
    changed.length > 0 &&
    html`<ul>${changed.map((part) => html`<li>${words(view, `permit.changed.${part}`)}</li>`)}</ul>`
  return html`<div class="error" role="alert" tabindex="-1" ${!view.wrong && html`autofocus`}><p class="error-title">${words(view, 'permit.changed.title')}</p>${parts}<p>${words(view, 'permit.changed')}</p></div>\n`
}

function dataList(view: PermitView): Html {
  const added = new Set(view.renewal?.addedScopes)
  const shown = data.filter((scope) => view.scopes.includes(scope))
  return html`<dl class="data">${shown.map((scope) => html`<div><dt>${words(view, `permit.${scope}`)}${added.has(scope) && mark(view)}</dt><dd>${words(view, `permit.${scope}.words`)}</dd></div>`)}</dl>`
}

function accountList(view: PermitView, level: 'h2' | 'h3'): Html {
  const title = words(view, 'permit.accountList')
  const heading =
    level === 'h2' ? html`<h2 id="accounts">${title}</h2>` : html`<h3 id="accounts">${title}</h3>`
  return html`<section aria-labelledby="accounts">${heading}<ul class="accounts">${view.accounts.map((account) => html`<li>${accountText(view, account)}${account.added && mark(view)}</li>`)}</ul><p class="hint">${words(view, 'permit.accountList.note')}</p>${leftOut(view)}</section>`
}

function leftOut(view: PermitView): Html | undefined {
  if (view.leftOut.length === 0) return undefined
  return html`<p class="left-out">${words(view, 'permit.leftOut')}</p><ul class="accounts">${view.leftOut.map((account) => html`<li>${accountText(view, account)}<span class="reason">${words(view, reasons[account.reason])}</span></li>`)}</ul>`
}

function mark(view: PermitView): Html {
  return html`<span class="added">${words(view, 'permit.renewal.added')}</span>`
}

function period(view: PermitView): Html {
  const { renewal } = view
  const longer = renewal && calendarDays(renewal.expiresAt, view.to) > 0
  return html`<dl class="period"><div><dt>${words(view, 'permit.from')}</dt><dd>${day(view, view.from)}</dd></div><div><dt>${words(view, 'permit.to')}</dt><dd><strong>${day(view, view.to)}</strong></dd></div></dl>${longer && html`<p class="changed">${words(view, 'permit.renewal.longer', { date: shortDay(view, renewal.expiresAt) })}</p>`}<p class="hint">${words(view, 'permit.period.note', { days: view.days })}</p>`
}

/** What changes against the former permission, before everything else. */
function renewed(view: PermitView): Html | false {
  const { renewal } = view
  if (!renewal) return false
  const removed = [
    ...renewal.removedScopes.map((scope) => words(view, `permit.${scope}`)),
    ...renewal.removedAccounts.map((account: AccountLine) => accountText(view, account)),
  ]
  const same =
    removed.length === 0 &&
    renewal.addedScopes.length === 0 &&
    view.accounts.every((account) => !account.added)
  return html`<section class="renewal" aria-labelledby="renewal"><h2 id="renewal">${words(view, 'permit.renewal', { date: shortDay(view, renewal.grantedAt) })}</h2>${same && html`<p>${words(view, 'permit.renewal.same')}</p>`}${removed.length > 0 && html`<p>${words(view, 'permit.renewal.removed')}</p><ul class="accounts">${removed.map((one) => html`<li>${one}</li>`)}</ul>`}</section>`
}
