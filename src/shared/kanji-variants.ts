/**
 * Characters that are one for a search, written as groups; the first stands for all. The law's old and new forms: 人名用漢字 (戸籍法
 * 施行規則別表第二, as Unihan's kJinmeiyoKanji pairs them, Unicode 15) and the 康熙字典体 of 常用漢字表 (with the pairs of the former
 * JIS, as OpenCC's JPShinjitaiCharacters lists them). What NFKC folds is not here.
 */
const law = `
乗乘 亙亘 亜亞 仏佛 来來 伝傳 偽僞 価價 倹儉 児兒 涼凉 凛凜 剰剩 剣劍 勲勳 巻卷 即卽 単單 厳嚴 圏圈
国國 円圓 団團 増增 塁壘 壊壞 壮壯 寿壽 奥奧 奨奬 嬢孃 寝寢 実實 寛寬 将將 専專 堯尭 峡峽 島嶋
巖巌 巣巢 帯帶 庁廳 弾彈 従從 徴徵 徳德 恒恆 恵惠 悪惡 慎愼 応應 懐懷 戦戰 戯戲 払拂 抜拔 拝拜
掲揭 揺搖 捜搜 撃擊 摂攝 収收 叙敍 晄晃 晩晚 昼晝 暦曆 暁曉 檜桧 条條 栄榮 槇槙 楽樂 様樣 横橫 検檢
桜櫻 歩步 歴歷 毎每 気氣 渉涉 涙淚 浄淨 渇渴 温溫 滞滯 渋澁 湿濕 滝瀧 灯燈 焼燒 争爭 為爲 状狀 狭狹
獣獸 畳疊 痩瘦 杯盃 盗盜 尽盡 真眞 砕碎 秘祕 禰祢 禱祷 祿禄 禅禪 礼禮 稲稻 穂穗 穰穣 粋粹 緑綠 緒緖 縁緣
県縣 縦縱 繊纖 聴聽 臓臟 与與 荘莊 萠萌 万萬 蔵藏 芸藝 薬藥 虚虛 衛衞 装裝 覧覽 謡謠 譲讓 売賣
頼賴 転轉 遙遥 郎郞 酔醉 醸釀 録錄 錬鍊 鎮鎭 鋳鑄 陥陷 険險 雑雜 静靜 顕顯 翻飜 駆駈驅 騒騷 験驗 髪髮
鶏鷄 黄黃 黒黑 黙默 斉齊 両兩 並竝 乱亂 亀龜 予豫 仮假 会會 体體 余餘 併倂 党黨 写寫 処處 剤劑 励勵
労勞 効效 勅敕 勧勸 区區 医醫 参參 双雙 台臺 号號 唖啞 営營 嘱囑 噛嚙 囲圍 図圖 圧壓 堕墮 塩鹽 壌壤 声聲
壱壹 変變 学學 宝寶 対對 届屆 属屬 岳嶽 帰歸 廃廢 弁辨 弐貳 弯彎 当當 径徑 恋戀 悩惱 惨慘 戻戾 択擇 担擔
拠據 拡擴 挙擧 挟挾 挿插 掻搔 撹攪 数數 斎齋 断斷 旧舊 枢樞 桝枡 桟棧 楼樓 概槪 権權 欠缺 欧歐 歓歡 歯齒
歳歲 残殘 殴毆 殻殼 沢澤 沪濾 浜濱 済濟 渓溪 湾灣 満滿 潜潛 炉爐 点點 犠犧 独獨 猟獵 献獻 瓶甁 画畫
痴癡 発發 研硏 称稱 穏穩 窃竊 粛肅 糸絲 経經 絵繪 継繼 続續 総總 縄繩 繍繡 缶罐 胆膽 脚腳 脱脫 脳腦 艶艷
芦蘆 茎莖 蒋蔣 虫蟲 蚕蠶 蛍螢 蛮蠻 蝋蠟 褒襃 覇霸 覚覺 観觀 触觸 訳譯 証證 誉譽 説說 読讀 豊豐 賛贊 践踐
軽輕 辞辭 辺邊 逓遞 遅遲 郷鄕 醤醬 釈釋 鉄鐵 鉱鑛 銭錢 関關 閲閱 闘鬭 随隨 隠隱 霊靈 頴穎 顔顏 餅餠 駅驛
髄髓 鴎鷗 鹸鹼 麦麥 麹麴 麺麵 齢齡`
/**
 * What names have besides: 俗字 and 異体字 of registers that Unihan_Variants calls variants (kSemanticVariant,
 * kSpecializedSemanticVariant, kTraditionalVariant), and characters with one reading and meaning that nobody tells apart by ear.
 */
const names = `
高髙 崎﨑碕嵜 辺邉 浜濵 島嶌 吉𠮷 土𡈽 渕淵渊 館舘 斉斎齋齊亝斋 坂阪 畑畠 桑桒 橋槗 秋穐龝 松枩 船舩 柳栁 梅楳 柏栢 国圀 鉄銕
薮藪籔 篭籠 滝瀧 角⻆ 徳悳 靭靱 頚頸 諌諫 砺礪 蛎蠣
侭儘 瑶瑤 鴬鶯 鯵鰺 兎兔 嶺岺 隣鄰 杉杦 喜㐂 昇曻 留畄 劉刘 翠翆 鶴靏靍`

const standsFor = new Map<string, string>()
const first = (c: string): string => standsFor.get(c) ?? c
for (const group of `${law} ${names}`.trim().split(/\s+/)) {
  const [to = '', ...others] = [...group].map(first)
  for (const one of [...others, ...[...group].slice(1)]) if (one !== to) standsFor.set(one, to)
}
// A group of the second list may join two of the first.
for (const [one, to] of standsFor) standsFor.set(one, first(to))

/** Each kanji as the one that stands for its variants, 々 as what it repeats; selectors of glyphs (IVS) are gone. */
export function foldKanji(text: string): string {
  return text
    .replace(/[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu, '')
    .replace(/\p{Script=Han}/gu, first)
    .replace(/(\p{Script=Han})[々〻]/gu, '$1$1')
}
