import { Channel } from '#shared/grant'

/** The channel that a provider of both names; else personal, whose page links to the other. */
export function channelOf(served: readonly Channel[], asked: unknown): Channel | undefined {
  if (asked === undefined) return served[0]
  const channel = Channel.safeParse(asked)
  return channel.success && served.includes(channel.data) ? channel.data : undefined
}
