import { saveSettings } from '#engine'
import { outcome, signedIn } from './answer.ts'

export const settings = {
  find: signedIn.settings.find.handler(({ context: { engine } }) => ({
    institution: engine.settings.get('institution'),
    policy: engine.settings.get('policy'),
    'policy.personal': engine.settings.get('policy.personal'),
    'policy.business': engine.settings.get('policy.business'),
    requests: engine.settings.get('requests'),
    retention: engine.settings.get('retention'),
    hours: engine.settings.get('hours'),
    registers: engine.settings.get('registers'),
  })),
  save: signedIn.settings.save.handler(outcome(saveSettings)),
}
