import { AppError } from '#shared/errors'
import { mostEvidenceBytes } from '#shared/ledger'
import type { ActContext } from '../actor.ts'
import type { Engine } from '../engine.ts'

interface Upload {
  name: string
  pieces: Buffer[]
  size: number
}

/** What each person is sending, the newest alone, until it stands in a ledger: a piece fits a call, a file does not. */
const sending = new WeakMap<Engine['store'], Map<string, Upload>>()

/**
 * Takes the next piece of a file.
 * @param at how many bytes came before it; 0 begins a file anew
 * @returns the bytes that are there
 * @throws AppError ledger.file-lost (a piece is missing, or it has been begun anew elsewhere), ledger.file-too-large
 */
export function takePiece(
  { engine, actor }: ActContext,
  { upload: name, at, piece }: { upload: string; at: number; piece: Buffer },
): number {
  const all = sending.get(engine.store) ?? new Map<string, Upload>()
  sending.set(engine.store, all)
  const found = at === 0 ? { name, pieces: [], size: 0 } : all.get(actor.id)
  if (found?.name !== name || found.size !== at) throw new AppError('ledger.file-lost')
  if (at + piece.length > mostEvidenceBytes) throw new AppError('ledger.file-too-large')
  found.pieces.push(piece)
  found.size += piece.length
  all.set(actor.id, found)
  return found.size
}

/** The file that a person has sent. @throws AppError ledger.file-lost */
export function sentFile({ engine, actor }: ActContext, name: string): Buffer {
  const found = sending.get(engine.store)?.get(actor.id)
  if (found?.name !== name || found.size === 0) throw new AppError('ledger.file-lost')
  return Buffer.concat(found.pieces)
}

/** It stands in a ledger, and is kept in memory no longer. */
export function forgetSent({ engine, actor }: ActContext, name: string): void {
  const all = sending.get(engine.store)
  if (all?.get(actor.id)?.name === name) all.delete(actor.id)
}
