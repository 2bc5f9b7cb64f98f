import { signedIn } from './answer.ts'

export const backups = {
  run: signedIn.backups.run.handler(async ({ context }) => {
    await context.backups.ask(context)
    return null
  }),
}
