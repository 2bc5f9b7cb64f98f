import { businessServices } from '#shared/business-service'
import type { TextKey } from '#shared/consent-texts'
import type { Scope } from '#shared/grant'
import { calendarDays, dateText, eraDate } from '#shared/japanese-date'
import { accountText } from './choose.ts'
import { type Html, html } from './html.ts'
import { cancelForm, errorSummary, page, pointsToError, primary, stepForm } from './layout.ts'
import type { AccountLine, PermitView } from './view.ts'
import { words } from './words.ts'

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

/** 令和8年11月20日（2026年11月20日）. */
function day(ms: number): string {
  const [year, month, date] = dateText(ms).split('/').map(Number)
  return `${eraDate(ms)}（${year}年${month}月${date}日）`
}

/** P4 and B5: who, what, from which accounts, until when, and how to stop it (R31–R33). */
export function permitScreen(view: PermitView): string {
  return page(
    view,
    { title: words(view, 'permit.title'), step: view.channel === 'personal' ? 4 : 5 },
    view.channel === 'personal' ? personal(view) : business(view),
  )
}

function personal(view: PermitView): Html {
  const filled = { provider: view.provider.name, button: words(view, 'permit.button') }
  const { phone } = view.institution
  return html`${changed(view)}<p>${words(view, 'permit.lead', filled)}</p>
${renewed(view)}
${
  words(view, 'permit.details') === 'shown' &&
  html`<section aria-labelledby="data"><h2 id="data">${words(view, 'permit.data')}</h2>${dataList(view)}</section>
${accountList(view, 'h2')}
<section aria-labelledby="period"><h2 id="period">${words(view, 'permit.period')}</h2>${period(view)}</section>
<section aria-labelledby="stop"><h2 id="stop">${words(view, 'permit.stop')}</h2><p class="stop">${words(view, 'permit.stop.how', { phone })}</p></section>`
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
<section aria-labelledby="data"><h2 id="data">◎ ${say('permit.data')}</h2>
<h3>${say('permit.services')}</h3><ul class="accounts">${view.services.map((service) => html`<li>${businessServices[service].name}</li>`)}</ul>
${dataList(view)}
${accountList(view, 'h3')}</section>
<section aria-labelledby="period"><h2 id="period">◎ ${say('permit.period')}</h2>${period(view)}</section>
<section aria-labelledby="intent"><h2 id="intent">◎ ${say('permit.intent')}</h2>
${intents.map((key) => html`<p>${say(key)}</p>`)}</section>
<p class="reassure">${say('permit.reassure')}</p>
${stepForm(
  view,
  'permit',
  html`${shown(view)}<p class="choice tick"><input type="checkbox" id="tick" name="tick" value="yes" required ${view.wrong && pointsToError}><label for="tick">${say('permit.tick')}</label></p>
${primary(button)}`,
)}
${cancelForm(view)}`
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
  return html`<div class="error" role="alert"><p class="error-title">${words(view, 'permit.changed.title')}</p>${parts}<p>${words(view, 'permit.changed')}</p></div>\n`
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
  return html`<section aria-labelledby="accounts">${heading}<ul class="accounts">${view.accounts.map((account) => html`<li>${accountText(account)}${account.added && mark(view)}</li>`)}</ul><p class="hint">${words(view, 'permit.accountList.note')}</p></section>`
}

function mark(view: PermitView): Html {
  return html`<span class="added">${words(view, 'permit.renewal.added')}</span>`
}

function period(view: PermitView): Html {
  const { renewal } = view
  const longer = renewal && calendarDays(renewal.expiresAt, view.to) > 0
  return html`<dl class="period"><div><dt>${words(view, 'permit.from')}</dt><dd>${day(view.from)}</dd></div><div><dt>${words(view, 'permit.to')}</dt><dd><strong>${day(view.to)}</strong></dd></div></dl>${longer && html`<p class="changed">${words(view, 'permit.renewal.longer', { date: eraDate(renewal.expiresAt) })}</p>`}<p class="hint">${words(view, 'permit.period.note', { days: view.days })}</p>`
}

/** What changes against the former permission, before everything else. */
function renewed(view: PermitView): Html | false {
  const { renewal } = view
  if (!renewal) return false
  const removed = [
    ...renewal.removedScopes.map((scope) => words(view, `permit.${scope}`)),
    ...renewal.removedAccounts.map((account: AccountLine) => accountText(account)),
  ]
  const same =
    removed.length === 0 &&
    renewal.addedScopes.length === 0 &&
    view.accounts.every((account) => !account.added)
  return html`<section class="renewal" aria-labelledby="renewal"><h2 id="renewal">${words(view, 'permit.renewal', { date: eraDate(renewal.grantedAt) })}</h2>${same && html`<p>${words(view, 'permit.renewal.same')}</p>`}${removed.length > 0 && html`<p>${words(view, 'permit.renewal.removed')}</p><ul class="accounts">${removed.map((one) => html`<li>${one}</li>`)}</ul>`}</section>`
}
