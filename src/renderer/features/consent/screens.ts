import type { Channel } from '#shared/grant'
import type { MessageKey } from '#shared/messages/catalogue'
import { noticeKinds, noticesOf, type PreviewOptions } from '#shared/preview'

export type Screen = PreviewOptions['screen']

/** Screens of a channel in the order that its customers meet them, then the notices. */
export const screensOf: Record<Channel, readonly Screen[]> = {
  personal: [
    'sign-in',
    'user-number',
    'extra-challenge',
    'choose-accounts',
    'permit',
    'terms',
    ...noticesOf('personal'),
  ],
  business: [
    'sign-in',
    'choose-services',
    'choose-accounts',
    'register-inquiry-pin',
    'inquiry-pin-result',
    'permit',
    'terms',
    ...noticesOf('business'),
  ],
}

export const screenName = (screen: Screen): MessageKey => `screen.${screen}`

export const plainOptions: PreviewOptions = {
  channel: 'personal',
  language: 'ja',
  providerId: null,
  screen: 'sign-in',
  wrong: false,
  missingPins: 1,
  renewal: false,
  version: null,
  marked: false,
}

/** Which screen shows a text, by its key. */
export function screenOfText(key: string): Screen {
  const [group = '', kind = ''] = key.split('.')
  const screens: Record<string, Screen> = {
    signIn: 'sign-in',
    userNumber: 'user-number',
    extraChallenge: 'extra-challenge',
    services: 'choose-services',
    accounts: 'choose-accounts',
    pin: 'register-inquiry-pin',
    pinResult: 'inquiry-pin-result',
    permit: 'permit',
  }
  if (group === 'notice') return noticeKinds.find((one) => one === kind) ?? 'locked'
  return screens[group] ?? 'sign-in'
}
