import { bursts, nearLimits, trafficSeries } from '#engine'
import { signedIn } from './answer.ts'

export const traffic = {
  series: signedIn.traffic.series.handler(async ({ context, input }) => {
    await context.engine.access.flush()
    return trafficSeries(context.engine, input)
  }),
  nearLimits: signedIn.traffic.nearLimits.handler(({ context, input }) =>
    nearLimits(context.engine, input.providerId),
  ),
  bursts: signedIn.traffic.bursts.handler(({ context }) => bursts(context.engine)),
}
