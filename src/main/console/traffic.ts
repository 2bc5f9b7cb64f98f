import { bursts, nearLimits, trafficSeries } from '#engine'
import { roleMay } from '#shared/contract/may'
import { signedIn } from './answer.ts'

export const traffic = {
  series: signedIn.traffic.series.handler(async ({ context, input }) => {
    await context.engine.access.flush()
    return trafficSeries(context.engine, input)
  }),
  nearLimits: signedIn.traffic.nearLimits.handler(({ context, input }) => {
    const rows = nearLimits(context.engine, input.providerId)
    if (roleMay(context.session.role, 'customers.find')) return rows
    return rows.map((row) => ({ ...row, named: [] }))
  }),
  bursts: signedIn.traffic.bursts.handler(({ context }) => bursts(context.engine)),
}
