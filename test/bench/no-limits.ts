import type { OpenEngine } from '#engine'

/** A benchmark calls as fast as it can, with one provider and few links: more than any house lets its providers. */
export async function withoutLimits({ settings, clock }: OpenEngine): Promise<void> {
  const policy = settings.get('policy')
  const most = { unattendedPerDay: 1_000_000, callsPerMinute: 1_000_000 }
  await settings.save('policy', { ...policy, ...most }, clock.now())
}
