/** A mail that has to be read twice, as one that is written out again: small ones are held, large ones stay in their file. */
import { createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Failure, ok, type Result } from '../../base/index.ts';
import { type MessageParts, type MessageSource, openMessage } from './message-source.ts';

export interface KeptMessage {
  /** The whole of it, where it is small enough to be held. */
  readonly octets?: Uint8Array;
  /** From the beginning, each time. */
  parts(): Promise<Result<MessageParts, Failure>>;
}

/** Held; beyond it memory does not grow with the message. */
export const MAX_HELD_OCTETS = 16 * 1024 * 1024;

/** Standard input can be read once, so a large mail from there goes through a file that has no name any more. */
export async function keepMessage(source: MessageSource): Promise<Result<KeptMessage, Failure>> {
  const opened = await openMessage(source);
  if (!opened.ok) return opened;
  const held: Uint8Array[] = [];
  let size = 0;
  const rest = iteratorOf(opened.value);
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    held.push(next.value);
    size += next.value.length;
    if (size > MAX_HELD_OCTETS) return ok(await keepLarge(source, held, rest));
  }
  const octets = held.length === 1 ? held[0]! : Buffer.concat(held);
  return ok({ octets, parts: () => Promise.resolve(ok([octets])) });
}

const iteratorOf = (parts: MessageParts): AsyncIterator<Uint8Array> | Iterator<Uint8Array> =>
  Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]();

async function keepLarge(
  source: MessageSource,
  held: Uint8Array[],
  rest: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): Promise<KeptMessage> {
  if ('file' in source && source.file !== '-') {
    await rest.return?.();
    return { parts: () => openMessage(source) };
  }
  const descriptor = openNameless();
  for (const part of held.splice(0)) writeWhole(descriptor, part);
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) writeWhole(descriptor, next.value);
  const stream = () => createReadStream('', { fd: descriptor, start: 0, autoClose: false });
  return { parts: () => Promise.resolve(ok(stream())) };
}

/** It is gone with the program, however that ends. */
function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-'));
  try {
    return openSync(join(folder, 'message'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeWhole(descriptor: number, part: Uint8Array): void {
  for (let at = 0; at < part.length; ) at += writeSync(descriptor, part, at);
}
