import { businessServices } from '#shared/business-service'
import type { TextKey } from '#shared/consent-texts'
import { type Html, html } from './html.ts'
import { cancelForm, errorSummary, page, primary, stepForm } from './layout.ts'
import { accountText } from './model.ts'
import type { ChooseAccountsView, ChooseServicesView } from './view.ts'
import { words } from './words.ts'

/** Why an account is not linked. */
export const reasons = {
  type: 'accounts.notEligible',
  'no-pin': 'accounts.notOnFile',
  'not-registered': 'accounts.notRegistered',
} as const satisfies Record<string, TextKey>

export function choice(
  kind: 'checkbox' | 'radio',
  id: string,
  given: {
    name: string
    value: string | number
    checked: boolean
    disabled?: boolean
    wrong: boolean
  },
  text: string,
  notes: (string | false)[],
): Html {
  const said = notes.filter((note) => note !== false)
  return html`<li class="choice"><input type="${kind}" id="${id}" name="${given.name}" value="${given.value}" ${given.checked && html`checked`} ${given.disabled && html`disabled`} ${given.wrong && !given.disabled && kind === 'checkbox' && html`aria-invalid="true"`} ${(given.wrong || said.length > 0) && html`aria-describedby="${[given.wrong ? 'error' : '', said.length > 0 ? `${id}-note` : ''].filter(Boolean).join(' ')}"`}><label for="${id}">${text}</label>${said.length > 0 && html`<span class="choice-note" id="${id}-note">${said.map((note, i) => html`${i > 0 && html`<br>`}${note}`)}</span>`}</li>`
}

/** B2, only when the provider's setting asks (R23). */
export function chooseServicesScreen(view: ChooseServicesView): string {
  return page(
    view,
    { title: words(view, 'services.title'), wrong: view.wrong },
    html`${view.wrong && errorSummary(view, 'services.none.title', 'services.none')}
<p>${words(view, 'services.lead', { button: words(view, 'services.button') })}</p>
${stepForm(
  view,
  'choose-services',
  html`<fieldset><legend>${words(view, 'services.legend')}</legend><ul class="choices">${view.services.map((service) => choice('checkbox', `service-${service}`, { name: 'service', value: service, checked: !view.wrong, wrong: view.wrong }, businessServices[service].names[view.language], []))}</ul></fieldset>
${primary(words(view, 'services.button'))}`,
)}
${cancelForm(view)}`,
  )
}

/** Shown when the provider's registration asks; accounts that cannot be chosen stand there with the reason. */
export function chooseAccountsScreen(view: ChooseAccountsView): string {
  const button = words(view, 'accounts.button')
  return page(
    view,
    { title: words(view, 'accounts.title'), wrong: view.wrong },
    html`${view.wrong && errorSummary(view, 'accounts.none.title', 'accounts.none')}
<p>${words(view, 'accounts.lead', { button })}</p>
${stepForm(
  view,
  'choose-accounts',
  html`<fieldset><legend>${words(view, 'accounts.legend')}</legend><ul class="choices">${view.accounts.map(
    (account) =>
      choice(
        'checkbox',
        `account-${account.index}`,
        {
          name: 'account',
          value: account.index,
          checked: account.chosen,
          disabled: account.unlinkable !== undefined,
          wrong: view.wrong,
        },
        accountText(view, account),
        [
          account.unlinkable !== undefined && words(view, reasons[account.unlinkable]),
          account.former && words(view, 'accounts.former'),
          account.pinLater && words(view, 'accounts.pinLater'),
        ],
      ),
  )}</ul></fieldset>
${primary(button)}`,
)}
${cancelForm(view)}`,
  )
}
