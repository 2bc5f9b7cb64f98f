import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { secondAgrees } from '../support/agree.ts'
import { openDesk } from '../support/desk-client.ts'
import { atCounter, endAtCounter } from '../support/request-steps.ts'
import { openStory } from '../support/story.ts'

/** Every form of the console leads to what is wrong, and says what is wrong with the value. */
const { service, problems, windowOf, link } = await openStory()
/** A customer of another branch than the clerk's. */
let elsewhere = 0
const signedIn = async (loginId: string) => {
  const { desk } = openDesk(service.console)
  const password = service.demo.staff.find((one) => one.loginId === loginId)?.password ?? ''
  await desk.staff.signIn({ loginId, password })
  return desk
}
/** From here on customers of other branches are opened with a reason only; a change of the validity waits for a second person. */
async function branchesApart(): Promise<void> {
  const desk = await signedIn('miura')
  const { requests, 'policy.personal': personal } = await desk.settings.find()
  await desk.settings.save({
    ...{ key: 'requests', seen: requests },
    value: { ...requests, ownBranchOnly: true },
  })
  await secondAgrees(service)
  await desk.settings.save({
    ...{ key: 'policy.personal', seen: personal },
    value: { ...personal, validityDays: 61 },
  })
  const { rows } = await desk.customers.list({ branchCode: null, after: null, limit: 50 })
  elsewhere = rows.find(({ branchName }) => branchName !== '本店')?.id ?? 0
}
beforeAll(async () => {
  await link(1, 0)
  const desk = await signedIn('sato')
  await atCounter(desk, 1)
  await link(2, 1)
  const days = { announcedOn: '2099-01-04', endsOn: '2099-03-31' }
  const facts = { cause: 'contract-ended' as const, ...days, successorId: null, letterWords: '' }
  const head = await signedIn('miura')
  await head.cases.open({ providerId: 3, form: { kind: 'ending', facts }, stop: null })
  await endAtCounter(desk, 2)
})

interface Form {
  /** The source that draws the form, so that no form is left out. */
  file: string
  who: string
  path: string
  open?: (page: Page) => Promise<unknown>
  fill?: (page: Page) => Promise<unknown>
  send: (page: Page) => Locator
  /** The label of the first wrong field, and what stands at it. */
  field: string
  says: string
}
const button = (name: string, within?: string) => (page: Page) =>
  (within === undefined ? page : page.getByRole('region', { name: within, exact: true })).getByRole(
    'button',
    { name, exact: true },
  )
const press = (name: string) => (page: Page) => button(name)(page).click()
const type = (label: string, text: string, within?: string) => (page: Page) =>
  (within === undefined ? page : page.getByRole('region', { name: within, exact: true }))
    .getByLabel(label)
    .fill(text)
const changingPassword = async (page: Page) => {
  await page.getByRole('button', { name: /窓口担当/ }).click()
  await page.getByRole('menuitem', { name: 'パスワードを変更' }).click()
}
const chosen = (act: string) => async (page: Page) => {
  await page.getByRole('row').getByRole('checkbox').last().check()
  await button(act)(page).click()
}
const questions = (asked: string[], answers: string[]) => async (page: Page) => {
  for (const [i, question] of asked.entries()) {
    await page.getByLabel(`質問${i + 1}`).fill(question)
    await page.getByLabel(`答え${i + 1}（お客さまが入力）`).fill(answers[i] ?? '')
  }
}
/** What a former form of the same page had typed is there again. */
const dropKept = async (page: Page) => {
  await page.getByRole('button', { name: '保存する' }).first().waitFor()
  const drop = page.getByRole('button', { name: '途中の内容を捨てる' })
  for (let left = await drop.count(); left > 0; left -= 1) await drop.first().click()
}
const setting = (part: string, field: string, value: string, says: string): Form => ({
  file: 'settings/settings-page.tsx',
  ...{ who: 'miura', path: '/settings', field, says },
  open: dropKept,
  fill: type(field, value, part),
  send: button('保存する', part),
})

const forms: Form[] = [
  setting('個人の連携', '有効期間（日）', '400', '400 は大きすぎます。366 までにしてください。'),
  setting('個人の連携', '有効期間（日）', '三月', '「三月」は整数ではありません。'),
  setting('保存期間', '監査記録（年）', '０', '0 は小さすぎます。1 以上にしてください。'),
  setting('信用組合', '信用組合の名称', '', '入力してください。'),
  setting(
    '信用組合',
    '信用組合の名称',
    'あ'.repeat(70),
    '70文字あります。60文字までにしてください。',
  ),
  setting('信用組合', '代表の電話番号', '832-0001', '「832-0001」は電話番号として読めません。'),
  setting('サービス時間', '残高照会　平日　開始', '25時', '「25時」は時刻として読めません。'),
  setting('サービス時間', '入出金明細照会　平日　終了', '7:00', '終了が開始より前です。'),
  setting('サービス時間', '祝日', '2027/1/4\n2027/2/30', '「2027/2/30」は日付として読めません。'),
  setting('サービス時間', '休業日', '13月1日', '「13月1日」は毎年の日として読めません。'),
  setting(
    '受付と本人確認',
    '一致が必要な項目の数',
    '9',
    '9 は大きすぎます。7 までにしてください。',
  ),
  {
    file: 'providers/provider-edit-page.tsx',
    ...{ who: 'miura', path: '/providers/new', field: '名称', says: '入力してください。' },
    send: button('登録する'),
  },
  {
    file: 'providers/provider-edit-page.tsx',
    ...{ who: 'miura', path: '/providers/1/edit', field: '読み（カナ）' },
    fill: type('読み（カナ）', 'ア'.repeat(120)),
    send: button('保存する'),
    says: '120文字あります。100文字までにしてください。',
  },
  {
    file: 'providers/provider-edit-page.tsx',
    ...{ who: 'miura', path: '/providers/2/edit', field: '登録番号' },
    fill: type('登録番号', '関西財務局長（電代）第5号'),
    send: button('保存する'),
    says: '財務局等「関西財務局長」は「設定」の一覧にありません。',
  },
  {
    file: 'providers/stop-dialog.tsx',
    ...{ who: 'miura', path: '/providers/2', field: '事故', says: '選んでください' },
    open: press('停止する'),
    send: (page) => page.getByRole('alertdialog').getByRole('button', { name: '停止する' }),
  },
  {
    file: 'providers/stop-dialog.tsx',
    ...{ who: 'miura', path: '/providers/2', field: '理由の説明' },
    open: press('停止する'),
    fill: async (page) => {
      await page.getByRole('alertdialog').getByLabel('事故').check()
      await type('理由の説明', 'あ'.repeat(301))(page)
    },
    send: (page) => page.getByRole('alertdialog').getByRole('button', { name: '停止する' }),
    says: '301文字あります。300文字までにしてください。',
  },
  {
    file: 'cases/new-case-page.tsx',
    ...{ who: 'miura', path: '/providers/2/incident', field: 'すべて（停止）' },
    send: button('事故を記録する'),
    says: '止めるかどうかを選んでください。',
  },
  {
    file: 'cases/edit-dialog.tsx',
    ...{ who: 'miura', path: '/providers/cases/1', field: '終了日', says: '「来月」は日付' },
    open: press('内容を直す'),
    fill: (page) => page.getByRole('dialog').getByLabel('終了日').fill('来月'),
    send: button('保存する'),
  },
  {
    file: 'cases/close-dialog.tsx',
    ...{ who: 'miura', path: '/providers/cases/1', field: '説明', says: '取りやめる理由' },
    open: press('手続を取りやめる'),
    send: (page) => page.getByRole('dialog').getByRole('button', { name: '手続を取りやめる' }),
  },
  {
    file: 'cases/step-dialog.tsx',
    ...{ who: 'miura', path: '/providers/cases/1', field: '日時', says: '「きのう」は日時' },
    open: (page) =>
      page.getByRole('listitem', { name: '書面の発送' }).getByRole('button').first().click(),
    fill: type('日時', 'きのう'),
    send: (page) => page.getByRole('dialog').getByRole('button', { name: '済んだことを記録' }),
  },
  {
    file: 'cases/status-dialog.tsx',
    ...{ who: 'miura', path: '/providers/cases/1', field: '停止の期日', says: '「来月」は日付' },
    open: press('新規停止にする'),
    fill: type('停止の期日', '来月'),
    send: (page) => page.getByRole('alertdialog').getByRole('button', { name: '新規停止にする' }),
  },
  {
    file: 'providers/ledger-dialog.tsx',
    ...{ who: 'miura', path: '/providers/2/ledger', field: '内容', says: '「来月」は日付' },
    open: press('契約日　記入する'),
    fill: type('内容', '来月'),
    send: button('保存する'),
  },
  {
    file: 'system/halt-dialog.tsx',
    ...{ who: 'miura', path: '/system', field: '停止の理由', says: '入力してください。' },
    open: press('全体を停止する'),
    send: (page) => page.getByRole('alertdialog').getByRole('button', { name: '全体を停止する' }),
  },
  {
    file: 'providers/end-all-dialog.tsx',
    ...{ who: 'miura', path: '/providers/2', field: '利用終了', says: '選んでください' },
    open: press('連携をすべて終える'),
    send: button('検印へ回す'),
  },
  {
    file: 'staff/staff-dialog.tsx',
    ...{ who: 'miura', path: '/staff', field: '氏名' },
    open: press('職員を登録'),
    fill: async (page) => {
      await page.getByRole('dialog').getByLabel('職員ID').fill('new-one')
      await page.getByRole('dialog').getByLabel('氏名').fill('あ'.repeat(61))
    },
    send: button('登録する'),
    says: '61文字あります。60文字までにしてください。',
  },
  {
    file: 'staff/staff-dialog.tsx',
    ...{ who: 'miura', path: '/staff', field: '店', says: '店を選んでください。' },
    open: press('職員を登録'),
    fill: async (page) => {
      await page.getByRole('dialog').getByLabel('職員ID').fill('new-one')
      await page.getByRole('dialog').getByLabel('氏名').fill('佐藤 次郎')
    },
    send: button('登録する'),
  },
  {
    file: 'sign-in/change-password.tsx',
    ...{ who: 'sato', path: '/', field: 'いまのパスワード', says: '入力してください。' },
    open: changingPassword,
    send: button('変更する'),
  },
  {
    file: 'sign-in/new-password.tsx',
    ...{ who: 'sato', path: '/', field: '新しいパスワード（もう一度）' },
    open: changingPassword,
    fill: async (page) => {
      await page.getByLabel('いまのパスワード').fill('x')
      await page.getByLabel('新しいパスワード', { exact: true }).fill('a-phrase-of-her-own')
      await page.getByLabel('新しいパスワード（もう一度）').fill('a-phrase-of-her-0wn')
    },
    send: button('変更する'),
    says: '2つのパスワードが違います。',
  },
  {
    file: '../words/save-view.tsx',
    ...{ who: 'miura', path: '/grants', field: 'この条件に名前をつけて保存' },
    open: press('表示'),
    fill: type('この条件に名前をつけて保存', 'あ'.repeat(41)),
    send: button('保存する'),
    says: '41文字あります。40文字までにしてください。',
  },
  {
    file: 'requests/afterwards.tsx',
    ...{ who: 'sato', path: '/customers/2', field: '回答内容（受付票に必須）' },
    fill: type('回答内容', 'あ'.repeat(1001)),
    send: button('保存する'),
    says: '1,001文字あります。1,000文字までにしてください。',
  },
  {
    // The 受付票 asks for what it lacks.
    file: 'requests/afterwards.tsx',
    ...{ who: 'sato', path: '/customers/2', field: '回答内容（受付票に必須）' },
    fill: type('回答内容', ' '),
    send: button('受付票を印刷'),
    says: '入力してください。',
  },
  {
    file: 'requests/requester-name.tsx',
    ...{ who: 'sato', path: '/customers/4', field: '申出人の氏名（必須）' },
    open: async (page) => {
      await page.getByRole('button', { name: /申出人/ }).click()
      await page.getByRole('option', { name: '代理人' }).click()
    },
    fill: type('申出人の氏名（必須）', 'あ'.repeat(81)),
    // Saved when it is left; what is wrong stands there while it is typed.
    send: (page) => page.getByLabel('申出人の氏名（必須）'),
    says: '81文字あります。80文字までにしてください。',
  },
  {
    file: 'consent/text-editor-page.tsx',
    ...{ who: 'miura', path: '/consent/texts/personal/new', field: '変更の理由' },
    send: button('下書きを保存'),
    says: '変更の理由を書いてください。',
  },
  {
    file: 'customers/provisions-panel.tsx',
    ...{ who: 'miura', path: '/customers/1', field: '開始日' },
    open: press('第三者提供記録を見る'),
    fill: type('開始日', '平成31年5月1日'),
    // Shown as it is typed; there is nothing to send.
    send: (page) => page.getByLabel('開始日'),
    says: '令和元年5月1日 ではありませんか',
  },
  {
    file: 'requests/revoke-dialog.tsx',
    ...{ who: 'sato', path: '/customers/1', field: '利用終了', says: '選んでください' },
    open: chosen('解除'),
    send: button('解除する'),
  },
  {
    file: 'requests/hold-dialog.tsx',
    ...{ who: 'sato', path: '/customers/1', field: '止める日数' },
    open: chosen('停止'),
    fill: type('止める日数', '４００'),
    send: button('停止する'),
    says: '400 は大きすぎます。90 までにしてください。',
  },
  {
    file: 'requests/close-dialog.tsx',
    ...{ who: 'sato', path: '/customers/1', field: '内容', says: '内容を書いて' },
    open: press('受付を終える'),
    send: button('終える'),
  },
  {
    file: 'requests/close-dialog.tsx',
    ...{ who: 'sato', path: '/customers/1', field: '内容' },
    open: press('受付を終える'),
    fill: type('内容', 'あ'.repeat(201)),
    send: button('終える'),
    says: '201文字あります。200文字までにしてください。',
  },
  {
    file: 'requests/correct-dialog.tsx',
    ...{ who: 'sato', path: '/requests/1', field: '訂正の内容', says: '入力してください。' },
    open: press('訂正する'),
    send: (page) => page.getByRole('dialog').getByRole('button', { name: '訂正する', exact: true }),
  },
  {
    file: 'requests/revoke-dialog.tsx',
    ...{ who: 'sato', path: '/customers/1', field: '備考' },
    open: chosen('解除'),
    fill: async (page) => {
      await page.getByRole('radio', { name: '利用終了' }).check()
      await page.getByRole('alertdialog').getByLabel('備考').fill('あ'.repeat(501))
    },
    send: button('解除する'),
    says: '501文字あります。500文字までにしてください。',
  },
  {
    file: 'requests/questions-form.tsx',
    ...{ who: 'sato', path: '/customers/1', field: '質問1', says: '入力してください。' },
    open: press('合言葉を登録する'),
    send: button('登録する'),
  },
  {
    file: 'requests/questions-form.tsx',
    ...{ who: 'sato', path: '/customers/1', field: '答え2' },
    open: press('合言葉を登録する'),
    fill: questions(['母の旧姓', '出身地', 'ペット'], ['佐藤', 'あ'.repeat(65), 'ポチ']),
    send: button('登録する'),
    says: '65文字あります。64文字までにしてください。',
  },
  {
    file: 'requests/questions-form.tsx',
    ...{ who: 'sato', path: '/customers/1', field: '質問3', says: '同じ質問が2つあります。' },
    open: press('合言葉を登録する'),
    fill: questions(['母の旧姓', 'ペット', 'ﾍﾟｯﾄ'], ['佐藤', '秋田', 'ポチ']),
    send: button('登録する'),
  },
  // The last ones: from the first of them on branches are kept apart.
  {
    file: 'requests/request-panel.tsx',
    ...{ who: 'sato', path: '/customers/1', field: 'ほかの店のお客さまを扱う理由' },
    open: async (page) => {
      await branchesApart()
      await page.goto(`${service.console}/customers/${elsewhere}`)
    },
    send: button('受付を始める'),
    says: '入力してください。',
  },
  {
    file: 'requests/request-panel.tsx',
    ...{ who: 'sato', path: '/customers/1', field: 'ほかの店のお客さまを扱う理由' },
    open: (page) => page.goto(`${service.console}/customers/${elsewhere}`),
    fill: type('ほかの店のお客さまを扱う理由', 'あ'.repeat(201)),
    send: button('受付を始める'),
    says: '201文字あります。200文字までにしてください。',
  },
  {
    file: 'today/proposal-dialog.tsx',
    ...{ who: 'kagaya', path: '/', field: '理由（認めないとき）' },
    open: (page) =>
      page
        .getByRole('button', { name: /内容を見る/ })
        .first()
        .click(),
    fill: type('理由（認めないとき）', 'あ'.repeat(301)),
    send: button('認めない'),
    says: '301文字あります。300文字までにしてください。',
  },
]

describe('a form that is refused (U13)', () => {
  // What is refused leaves nothing behind but what was typed, and each form loads its window anew.
  it.each(forms)('$file $path $field: focus and words', async (form) => {
    const page = await windowOf(form.who)
    await page.goto(`${service.console}${form.path}`)
    await form.open?.(page)
    await form.fill?.(page)
    const send = form.send(page)
    await send.click()
    const focused = page.locator(':focus')
    await expect
      .poll(() =>
        focused.evaluate((field) =>
          [
            (field as HTMLInputElement).labels?.[0]?.textContent,
            field.getAttribute('aria-label'),
            ...(field.getAttribute('aria-labelledby')?.split(' ') ?? []).map(
              (id) => document.getElementById(id)?.textContent,
            ),
          ].join(''),
        ),
      )
      .toContain(form.field)
    // The message belongs to the field, or to the group of choices that it stands in.
    const told = await focused.evaluate((field) =>
      [field, field.closest('fieldset')]
        .flatMap((one) => one?.getAttribute('aria-describedby')?.split(' ') ?? [])
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' '),
    )
    expect(told).toContain(form.says)
    expect(
      await focused.evaluate(
        (field) => field.closest('[aria-invalid="true"], [data-invalid]') !== null,
      ),
    ).toBe(true)
    // A dialog that is left open stands there again.
    await page.keyboard.press('Escape')
  })

  it('the form for a new password can be left without one', async () => {
    const page = await windowOf('sato')
    await page.goto(service.console)
    await changingPassword(page)
    await button('変更しないで戻る')(page).click()
    await page.getByText('サーバー稼働中').waitFor()
  })

  it('no form with a message of its own is missing here', () => {
    const features = join(import.meta.dirname, '../../src/renderer/features')
    const drawn = readdirSync(features, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.tsx') && /\berror=\{/.test(fieldsOf(join(features, file))),
    )
    const elsewhere = [
      // Parts of forms above.
      ...['settings/settings-fields.tsx', 'settings/request-fields.tsx'],
      ...['providers/provider-fields.tsx', 'providers/keys-field.tsx', 'consent/text-fields.tsx'],
      ...['providers/keys-address.tsx', 'providers/key-life.tsx', 'cases/case-fields.tsx'],
      // test/e2e/screens.test.ts, test/e2e/staff-screens.test.ts, test/e2e/calls
      ...['setup/setup-wizard.tsx', 'sign-in/enrolment.tsx', 'requests/identity-form.tsx'],
      'requests/paper-fields.tsx',
      ...['sign-in/sign-in.tsx', 'sign-in/lock-screen.tsx', 'sign-in/authenticator.tsx'],
      ...['requests/decide-form.tsx', 'requests/resume-dialog.tsx', 'customers/company-users.tsx'],
    ]
    const walked = new Set([...forms.map(({ file }) => file), ...elsewhere])
    expect(drawn.filter((file) => !walked.has(file))).toEqual([])
  })
})

/** The source without what tells failed calls. */
const fieldsOf = (file: string): string =>
  readFileSync(file, 'utf8').replace(/<(Failure|StopDialog)[^>]*>/gs, '')

it('dates and times are taken in every form, and shown as they were read', async () => {
  const page = await windowOf('miura')
  await page.goto(`${service.console}/settings`)
  const hours = page.getByRole('region', { name: 'サービス時間', exact: true })
  await hours.getByLabel('入出金明細照会　平日　開始').fill('９：００')
  await hours.getByLabel('入出金明細照会　平日　終了').fill('17時30分')
  await hours.getByLabel('休業日').fill('１／１\n5月3日')
  await hours.getByLabel('祝日').fill('R9.1.11\n2027/1/4\n令和９年２月１１日')
  await hours.getByLabel('入出金明細照会　平日　終了').press('Enter')
  // A second person agrees, since providers of the demo are active.
  await hours.getByText('確認待ちに入れました').waitFor()
  await secondAgrees(service)
  await page.reload()
  expect(await hours.getByLabel('入出金明細照会　平日　開始').inputValue()).toBe('09:00')
  expect(await hours.getByLabel('入出金明細照会　平日　終了').inputValue()).toBe('17:30')
  expect(await hours.getByLabel('休業日').inputValue()).toBe('01-01\n05-03')
  expect(await hours.getByLabel('祝日').inputValue()).toBe('2027-01-11\n2027-01-04\n2027-02-11')
})

describe('what is typed while another call is on its way, or another person saves', () => {
  /** The answer to a call is held back until it is let through. */
  const held = async (page: Page, call: string) => {
    let through = (): void => {}
    const waits = new Promise<void>((resolve) => {
      through = resolve
    })
    const calls = `**/rpc/${call}*`
    const asked = page.waitForRequest(calls)
    const answered = page.waitForResponse(calls)
    await page.route(calls, async (route) => {
      const response = await route.fetch()
      await waits
      await route.fulfill({ response })
    })
    const end = async () => {
      through()
      await answered
      await page.unroute(calls)
    }
    return { asked, end }
  }

  it('what somebody reads to decide stays on the screen when its maker takes it back', async () => {
    await secondAgrees(service)
    const [page, other] = [await windowOf('miura'), await signedIn('kagaya')]
    const { staff } = await other.staff.list()
    const { waits } = await other.staff.reenrol({
      id: staff.find(({ loginId }) => loginId === 'hori')?.id ?? 0,
    })
    await page.goto(service.console)
    await page.getByRole('button', { name: /内容を見る/ }).click()
    const dialog = page.getByRole('dialog')
    const words = dialog.getByRole('textbox')
    await words.fill('本人に会っていない')
    await other.proposals.withdraw({ id: waits ?? 0 })
    const again = page.waitForResponse('**/rpc/proposals/list*')
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
    await again
    await dialog.getByRole('button', { name: '認めない' }).click({ timeout: 5_000 })
    await dialog.getByText('すでに決まっています').waitFor()
    expect(await words.inputValue()).toBe('本人に会っていない')
  })

  it('a setting that is typed while the former is saved is not told as saved, and is still there', async () => {
    const page = await windowOf('miura')
    await page.goto(`${service.console}/settings`)
    const part = page.getByRole('region', { name: '共通', exact: true })
    const [minutes, other] = [part.getByRole('textbox').nth(0), part.getByRole('textbox').nth(1)]
    const [was, of] = [await minutes.inputValue(), await other.inputValue()]
    const { asked, end } = await held(page, 'settings/save')
    const readAgain = await held(page, 'settings/find')
    await minutes.fill(String(Number(was) + 1))
    await minutes.press('Enter')
    await asked
    await other.fill(String(Number(of) + 1))
    await end()
    await part.getByText(/保存しました|確認待ちに入れました/).waitFor()
    expect(await other.inputValue()).toBe(String(Number(of) + 1))
    // It can be saved now, not only when all settings have been read again.
    await readAgain.asked
    await expect.poll(() => part.getByRole('button', { name: '保存する' }).isEnabled()).toBe(true)
    await readAgain.end()
    await page.reload()
    await part.getByText('前に入力した途中の内容です。').waitFor()
    await part.getByRole('button', { name: '途中の内容を捨てる' }).click()
    await expect.poll(() => other.inputValue()).toBe(of)
  })

  it('a case that another has saved meanwhile keeps theirs and what is typed (R160)', async () => {
    const [page, other] = [await windowOf('miura'), await signedIn('kagaya')]
    await page.goto(`${service.console}/providers/cases/1`)
    await press('内容を直す')(page)
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('書面に添える文').fill('長年のご利用に感謝します。')
    const { version, ...found } = await other.cases.find({ id: 1 })
    if (found.kind !== 'ending') throw new Error('not an ending')
    const facts = { ...found.facts, endsOn: '2099-06-30' }
    await other.cases.save({ id: 1, version, form: { kind: 'ending', facts } })
    await dialog.getByRole('button', { name: '保存する' }).click()
    await dialog.getByText('この記録が変更されました').first().waitFor()
    expect(await dialog.getByRole('button', { name: '保存する' }).isEnabled()).toBe(false)
    const merge = dialog.getByRole('button', { name: '取り込んで続ける' })
    await merge.click()
    await merge.waitFor({ state: 'detached' })
    // It is dealt with, and nothing asks for it to be done again.
    expect(await dialog.getByText('変更されました').count()).toBe(0)
    await dialog.getByRole('button', { name: '保存する' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await other.cases.find({ id: 1 })).toMatchObject({
      facts: { endsOn: '2099-06-30', letterWords: '長年のご利用に感謝します。' },
    })
  })

  it('an account that another has saved meanwhile is not saved over by a second press', async () => {
    const [page, other] = [await windowOf('miura'), await signedIn('kagaya')]
    const find = async () =>
      (await other.staff.list()).staff.find(({ loginId }) => loginId === 'ito')
    const ito = await find()
    if (!ito) throw new Error('no clerk')
    await page.goto(`${service.console}/staff?open=${ito.id}`)
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('氏名').fill('伊藤 改')
    const { id, role, branchCode } = ito
    const seen = { name: ito.name, role, branchCode, disabled: false }
    await other.staff.update({
      ...{ id, role, branchCode, seen },
      name: '伊藤 新',
      disabled: false,
    })
    const save = dialog.getByRole('button', { name: '保存する' })
    const refusal = dialog.getByText('この職員の登録は、その間に変更されました')
    for (const _ of ['once', 'twice']) {
      const answer = page.waitForResponse('**/rpc/staff/update*')
      await save.click()
      expect((await answer).ok()).toBe(false)
      await refusal.waitFor()
    }
    expect((await find())?.name).toBe('伊藤 新')
  })

  it('a text that another has saved meanwhile does not take away what is typed, and is not overwritten', async () => {
    const [page, other] = [await windowOf('miura'), await signedIn('kagaya')]
    const now = await other.texts.find({ kind: 'terms', number: 1 })
    const form = { kind: 'terms' as const, body: now.body, note: '改定' }
    const { number } = await other.texts.save({ ...form, draft: null })
    await page.route('**/rpc/system/watch*', (route) => route.abort())
    await page.goto(`${service.console}/consent/texts/terms/${number}`)
    const reason = page.getByLabel('変更の理由')
    await reason.fill('見出しを直す')
    const { updatedAt: seenAt } = await other.texts.find({ kind: 'terms', number })
    await other.texts.save({ ...form, draft: { number, seenAt }, note: '相手の理由' })
    // The engine is heard again, and the window reads all anew.
    const again = page.waitForResponse('**/rpc/texts/find*')
    await page.unroute('**/rpc/system/watch*')
    await again
    await page.getByText('入力を始めたあとに、この下書きが変更されました').waitFor()
    expect(await reason.inputValue()).toBe('見出しを直す')
    expect(await button('下書きを保存')(page).isEnabled()).toBe(false)
  })

  it('the other cause of an end of all links is a request of its own', async () => {
    const page = await windowOf('miura')
    await page.goto(`${service.console}/providers/2`)
    await press('連携をすべて終える')(page)
    const dialog = page.getByRole('alertdialog')
    const name = (await dialog.locator('h2').innerText()).split(' の連携')[0] ?? ''
    await dialog.getByText('利用終了').click()
    await dialog.getByLabel(/確認のため/).fill(name)
    await page.route('**/rpc/requests/act*', (route) => route.abort(), { times: 1 })
    const submit = dialog.getByRole('button', { name: '検印へ回す' })
    await submit.press('Space')
    // Until the engine has told that it knows nothing of it, a second press does nothing.
    await dialog.getByText('まだ行われていません').waitFor()
    await dialog.getByText('API業者からの連絡').click()
    await submit.press('Space')
    await page.waitForURL('**/requests/*')
    await page.getByText('API業者からの連絡').first().waitFor()
  })
})

it('no page broke its content security policy or threw', () => {
  // Two calls above were made to fail.
  expect(problems.filter((one) => !one.endsWith('net::ERR_FAILED'))).toEqual([])
})
