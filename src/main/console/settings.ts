import { saveSettings } from '#engine'
import { desk, done } from './answer.ts'

export const settings = {
  find: desk.settings.find.handler(({ context: { engine } }) => ({
    institution: engine.settings.get('institution'),
    policy: engine.settings.get('policy'),
    'policy.personal': engine.settings.get('policy.personal'),
    'policy.business': engine.settings.get('policy.business'),
    desk: engine.settings.get('desk'),
    retention: engine.settings.get('retention'),
    hours: engine.settings.get('hours'),
  })),
  save: desk.settings.save.handler(done(saveSettings)),
}
