import { businessServices } from '#shared/business-service'
import { type Html, html } from './html.ts'
import { cancelForm, errorSummary, page, primary, stepForm } from './layout.ts'
import type { AccountLine, ChooseAccountsView, ChooseServicesView } from './view.ts'
import { words } from './words.ts'

/** An account in the form that the notices use: 本店(011) 普通 1000002. */
export function accountText(account: AccountLine): string {
  return `${account.branchName}(${account.branchCode}) ${account.type} ${account.number}`
}

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
  return html`<li class="choice"><input type="${kind}" id="${id}" name="${given.name}" value="${given.value}" ${given.checked && html`checked`} ${given.disabled && html`disabled`} ${(given.wrong || said.length > 0) && html`aria-describedby="${[given.wrong ? 'error' : '', said.length > 0 ? `${id}-note` : ''].filter(Boolean).join(' ')}"`}><label for="${id}">${text}</label>${said.length > 0 && html`<span class="choice-note" id="${id}-note">${said.join('　')}</span>`}</li>`
}

/** B2, only when the provider's setting asks (R23). */
export function chooseServicesScreen(view: ChooseServicesView): string {
  return page(
    view,
    { title: words(view, 'services.title'), step: 2 },
    html`${view.wrong && errorSummary(view, 'services.none.title', 'services.none')}
<p>${words(view, 'services.lead', { button: words(view, 'services.button') })}</p>
${stepForm(
  view,
  'choose-services',
  html`<fieldset><legend>${words(view, 'services.legend')}</legend><ul class="choices">${view.services.map((service) => choice('checkbox', `service-${service}`, { name: 'service', value: service, checked: !view.wrong, wrong: view.wrong }, businessServices[service].name, []))}</ul></fieldset>
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
    { title: words(view, 'accounts.title') },
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
          disabled: !account.eligible,
          wrong: view.wrong,
        },
        accountText(account),
        [
          !account.eligible && words(view, 'accounts.notEligible'),
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
