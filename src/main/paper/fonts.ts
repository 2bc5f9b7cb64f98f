import { createRequire } from 'node:module'

let fonts: { regular: string; bold: string } | undefined
/** Noto Sans JP as files: every kanji a name may hold, embedded in part. */
export function fontFiles(): { regular: string; bold: string } {
  const find = createRequire(import.meta.url).resolve
  const folder = '@expo-google-fonts/noto-sans-jp'
  fonts ??= {
    regular: find(`${folder}/400Regular/NotoSansJP_400Regular.ttf`),
    bold: find(`${folder}/700Bold/NotoSansJP_700Bold.ttf`),
  }
  return fonts
}
