import { bursts, trafficSeries } from '#engine'
import { signedIn } from './answer.ts'

export const traffic = {
  series: signedIn.traffic.series.handler(async ({ context, input }) => {
    await context.engine.access.flush()
    return trafficSeries(context.engine, input)
  }),
  bursts: signedIn.traffic.bursts.handler(({ context }) => bursts(context.engine)),
}
