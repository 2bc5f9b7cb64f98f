import { randomInt } from 'node:crypto'

/** Letters and digits that are not mistaken for each other when read aloud. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const group = 4

/** A code that people read aloud and type: groups of four, joined by hyphens, of 4.95 bits a character. */
export const drawCode = (groups: number): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: group }, () => alphabet[randomInt(alphabet.length)]).join(''),
  ).join('-')
