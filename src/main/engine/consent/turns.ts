/**
 * Runs the requests of one walk one after the other, in the order in which they came: what a request has checked still holds
 * when it acts, however long a hash took in between. Other walks do not wait.
 */
export class Turns {
  readonly #most: number
  readonly #lines = new Map<string, { length: number; last: Promise<unknown> }>()

  /** @param most requests of one walk that may be in line, including the running one */
  constructor(most: number) {
    this.#most = most
  }

  isFull(walk: string): boolean {
    return (this.#lines.get(walk)?.length ?? 0) >= this.#most
  }

  async take<T>(walk: string, work: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(walk) ?? { length: 0, last: Promise.resolve() }
    this.#lines.set(walk, line)
    line.length += 1
    const turn = line.last.then(work)
    line.last = turn.catch(() => {})
    try {
      return await turn
    } finally {
      line.length -= 1
      if (line.length === 0) this.#lines.delete(walk)
    }
  }
}
