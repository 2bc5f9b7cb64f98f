import { createRequire } from 'node:module'

let fonts: { regular: string; bold: string } | undefined
/** The files of Noto Sans JP, which has every kanji of names; only the used glyphs are embedded. */
export function fontFiles(): { regular: string; bold: string } {
  const find = createRequire(import.meta.url).resolve
  const folder = '@expo-google-fonts/noto-sans-jp'
  fonts ??= {
    regular: find(`${folder}/400Regular/NotoSansJP_400Regular.ttf`),
    bold: find(`${folder}/700Bold/NotoSansJP_700Bold.ttf`),
  }
  return fonts
}
