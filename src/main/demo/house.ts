import { inventedTerms, type OpenEngine } from '#engine'
import type { Terms } from '#shared/consent-texts'

/** Reads like real terms, and says on every page that it is for practice. */
const terms: Terms = {
  title: 'API利用規定（練習）',
  paragraphs: [
    'この規定は練習用です。実在の信用組合の規定ではありません。',
    '第1条（目的）この規定は、お客さまが、当組合と契約した電子決済等代行業者（以下「API業者」といいます）のサービスに、当組合の口座の情報を連携する場合の取扱いを定めます。',
    '第2条（連携の申込み）お客さまは、API業者のサービスから当組合の認証画面に進み、ご本人の確認を受けたうえで、提供する情報、口座および有効期間を確かめ、許可することにより連携を申し込みます。',
    '第3条（提供する情報）当組合は、お客さまが許可した範囲の口座情報、残高および入出金明細を、許可した有効期間に限りAPI業者に提供します。振込その他の取引は行いません。',
    '第4条（連携の終了）お客さまは、当組合への電話または窓口への申出により、いつでも連携を解除できます。解除した後は、当組合はその連携による情報の提供を行いません。',
    '第5条（API業者との関係）API業者のサービスは、API業者がその責任において提供するものです。ご利用にあたっては、API業者の利用規約をご確認ください。',
    '第6条（免責）当組合の責めによらない通信の障害またはAPI業者のサービスの不具合により生じた損害について、当組合は責任を負いません。ただし、当組合に故意または過失がある場合はこの限りではありません。',
  ],
}

/** The credit union of the demo: its name, telephone and terms, which a real one must bring itself before customers see a page; and sign-in by password alone. */
export async function settleHouse(engine: OpenEngine): Promise<void> {
  const at = engine.clock.now()
  await engine.settings.save(
    'institution',
    {
      code: '2075',
      name: '秋田県信用組合',
      phone: '018-000-0000',
      phoneHours: '平日 9:00〜17:00（練習）',
    },
    at,
  )
  const policy = engine.settings.get('policy.business')
  await engine.settings.save('policy.business', { ...policy, validityDays: 180 }, at)
  // Whoever tries the program out has no authenticator of invented people. The sign-in page says so.
  const requests = engine.settings.get('requests')
  await engine.settings.save('requests', { ...requests, secondFactorRoles: [] }, at)
  inventedTerms(engine, terms)
  await engine.settings.saveMark('demo', true, at)
}
