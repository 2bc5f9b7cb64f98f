import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { Lane } from '../../src/main/bank/lane.ts'
import { Passwords } from '../../src/main/bank/secrets.ts'

it('takes so much at a time, keeps so much in line, refuses more before it begins, and has room again', async () => {
  const lane = new Lane({ atOnce: 2, mostWaiting: 3 })
  const begun: number[] = []
  const ends: (() => void)[] = []
  const work = (n: number) =>
    lane.run(() => {
      begun.push(n)
      return new Promise<number>((resolve) => ends.push(() => resolve(n)))
    })
  const taken = [work(1), work(2)]
  await expect.poll(() => begun).toEqual([1, 2])
  taken.push(work(3), work(4), work(5))
  await expect(work(6)).rejects.toMatchObject({ code: 'server.busy' })
  ends[1]?.()
  expect(await taken[1]).toBe(2)
  await expect.poll(() => begun).toEqual([1, 2, 3])
  taken.push(work(7))
  await expect(work(8)).rejects.toMatchObject({ code: 'server.busy' })
  for (let n = 0; n < 6; n += 1) {
    await expect.poll(() => ends[n]).toBeDefined()
    ends[n]?.()
  }
  expect(await Promise.all(taken)).toEqual([1, 2, 3, 4, 5, 7])
})

it('work that fails leaves its place to the next', async () => {
  const lane = new Lane({ atOnce: 1, mostWaiting: 1 })
  const failing = lane.run(() => Promise.reject(new Error('no memory')))
  const next = lane.run(async () => 'done')
  await expect(failing).rejects.toThrow('no memory')
  expect(await next).toBe('done')
})

it('staff are not kept waiting by customers, however many sign in; a thousand wait, no more', async () => {
  const passwords = new Passwords(randomBytes(32))
  const hash = await passwords.hash('staff', 'right')
  // OWASP's minimum, and the lane's length, are of one cost.
  expect(hash).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
  const whole = 1_002
  let answered = 0
  let refused = 0
  const over: Promise<unknown>[] = []
  for (let n = 0; n < whole + 7; n += 1) {
    const one = passwords.matches('customers', hash, 'wrong')
    // Two are taken up in the next turn; the others stand in line.
    if (n === 1) await Promise.resolve()
    over.push(
      one.then(
        () => {
          answered += 1
        },
        () => {
          refused += 1
        },
      ),
    )
  }
  expect(await passwords.matches('staff', hash, 'right')).toBe(true)
  expect(answered).toBeLessThan(whole / 10)
  expect(refused).toBe(7)
})
