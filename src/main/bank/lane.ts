import pLimit, { type LimitFunction } from 'p-limit'
import { AppError } from '#shared/errors'

/** Work that takes a thread: so much at a time, so much in line behind it, and a clear refusal of more. */
export class Lane {
  readonly #limit: LimitFunction
  readonly #mostWaiting: number

  constructor(size: { atOnce: number; mostWaiting: number }) {
    this.#limit = pLimit(size.atOnce)
    this.#mostWaiting = size.mostWaiting
  }

  /** @throws AppError server.busy, before anything was begun */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#limit.pendingCount >= this.#mostWaiting) throw new AppError('server.busy')
    return this.#limit(work)
  }
}
