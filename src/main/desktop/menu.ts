import { Menu, type MenuItemConstructorOptions } from 'electron'

/** The menu bar, without reload and developer tools. */
export function setMenu(on: {
  newWindow: () => void
  openSampleApp: (() => void) | undefined
}): void {
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'ファイル',
      submenu: [
        { label: '新しいウィンドウ', accelerator: 'CmdOrCtrl+Shift+N', click: on.newWindow },
        ...(on.openSampleApp ? [{ label: '家計簿デモを開く', click: on.openSampleApp }] : []),
        { type: 'separator' },
        { label: '終了', role: 'quit' },
      ],
    },
    {
      label: '編集',
      submenu: [
        { label: '元に戻す', role: 'undo' },
        { label: '切り取り', role: 'cut' },
        { label: 'コピー', role: 'copy' },
        { label: '貼り付け', role: 'paste' },
        { label: 'すべて選択', role: 'selectAll' },
      ],
    },
    {
      label: '表示',
      submenu: [
        { label: '拡大', role: 'zoomIn' },
        { label: '縮小', role: 'zoomOut' },
        { label: '実際の大きさ', role: 'resetZoom' },
        { label: '全画面', role: 'togglefullscreen' },
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
