import { html } from './html.ts'
import { cancelForm, page } from './layout.ts'
import type { NoticeKind, NoticeView } from './view.ts'

/** What the notices leave out (domain.md 8.3-7): each says what happened, why, and what to do. */
const words: Record<NoticeKind, { title: string; why: string; todo: string }> = {
  locked: {
    title: 'ご利用を一時的に制限しています',
    why: '続けて間違った入力があったため、安全のためにお手続きを止めました。',
    todo: '時間をおいて、「API業者」の画面からやり直してください。お急ぎのときや、お心当たりがないときは、お取引店へご連絡ください。',
  },
  'timed-out': {
    title: 'お手続きの時間が過ぎました',
    why: '安全のため、一定の時間でお手続きを終わらせています。情報は渡っていません。',
    todo: '「API業者」の画面から、もう一度はじめてください。',
  },
  'out-of-order': {
    title: 'はじめからやり直してください',
    why: '画面の順番どおりでない操作がありました。情報は渡っていません。',
    todo: '「はじめから」を押すと、最初の画面に戻ります。',
  },
  'already-finished': {
    title: 'このお手続きは終わっています',
    why: 'すでに完了したか、中止されたお手続きの画面です。',
    todo: '結果は「API業者」の画面でご確認ください。もう一度連携するときは、「API業者」の画面からはじめてください。',
  },
  'provider-stopped': {
    title: 'この「API業者」との連携を停止しています',
    why: '当組合が、この「API業者」との連携を現在停止しています。情報は渡っていません。',
    todo: '再開の時期などは当組合へお問い合わせください。',
  },
  'no-account': {
    title: '連携できる口座がありません',
    why: 'API連携の対象は普通・当座・貯蓄の口座です。お客様の口座には対象の口座がありませんでした。',
    todo: '口座についてはお取引店へお問い合わせください。',
  },
  'wrong-browser': {
    title: 'この画面からは続けられません',
    why: 'お手続きをはじめたときと違うブラウザで開かれたか、Cookieが使えない設定になっています。',
    todo: 'はじめたときと同じブラウザで開くか、「API業者」の画面からもう一度はじめてください。',
  },
  unavailable: {
    title: 'ただいまお手続きできません',
    why: '当組合のシステムで一時的な問題が起きています。情報は渡っていません。',
    todo: 'しばらくしてから、「API業者」の画面からもう一度はじめてください。',
  },
  'request-refused': {
    title: 'お手続きをはじめられません',
    why: '「API業者」から届いた依頼を受け付けられませんでした。',
    todo: '「API業者」の画面から、もう一度はじめてください。続くときは「API業者」へお問い合わせください。',
  },
}

export function noticeScreen(view: NoticeView): string {
  const { title, why, todo } = words[view.kind]
  const way =
    view.base !== undefined && view.csrf !== undefined
      ? { base: view.base, csrf: view.csrf }
      : undefined
  return page(
    { title, institution: view.institution, provider: view.provider },
    html`<p>${why}</p><p>${todo}</p>
${view.branchName !== undefined && html`<p>お取引店：<strong>${view.branchName}</strong></p>`}
${view.detail !== undefined && html`<p class="hint">お問い合わせのときは、次の番号をお伝えください：${view.detail}</p>`}
${way && view.kind === 'out-of-order' && html`<p><a class="primary" href="${way.base}">はじめから</a></p>`}
${way && cancelForm(way)}`,
  )
}
