/** The octets of a message: after DATA up to the dot, after BDAT as many as were said. They are handed on as they come. */

import { decodeDots } from '../dots/decode.ts';
import { type Dotted, endOfLines, mendLastLine, mendLineEnds, normaliseLineEnds } from '../dots/encode.ts';
import { startOfData, startOfLfData } from '../dots/state.ts';
import { endOfMessage } from './end-of-message.ts';
import type { ServerReply } from './reply.ts';
import type { Body, Chunk, Doom } from './state.ts';
import { NOTHING } from './state.ts';
import type { Turn } from './turn.ts';

/** Of one BDAT; a greater one ends the connection, as its octets would have to be waited for. */
export const MAX_CHUNK_OCTETS = 4 * 1024 * 1024 * 1024;

/** What a message of no octets at all becomes. */
const EMPTY_LINE = Uint8Array.of(13, 10);

const TOO_LARGE: ServerReply = { code: 552, text: 'Message size exceeds maximum permitted' };
const BARE: ServerReply = { code: 554, text: 'CR or LF alone in the message: lines must end with CRLF' };
const LONG_LINE: ServerReply = { code: 500, text: 'a line of the message is too long' };

const NEW: Body = { isChunked: false, dots: startOfData, octets: 0 };

/** Of a client that ended DATA with LF alone. */
const NEW_OF_LFS: Body = { ...NEW, dots: startOfLfData };

export function beginData({ state }: Turn): void {
  if (state.phase === 'over') return;
  state.body = state.saidWithLf ? NEW_OF_LFS : NEW;
  state.phase = 'data';
}

export function beginChunk(
  turn: Turn,
  { octets, isLast }: { readonly octets: number; readonly isLast: boolean },
): void {
  const { state } = turn;
  const body = state.body ?? { ...NEW, isChunked: true };
  const chunk: Chunk = { octets, left: octets, isLast, isRefused: false };
  const isTooLarge = state.config.limits.countsLfs !== true && body.octets + octets > limitOf(turn);
  state.body = withDoom(turn, { ...body, chunk }, isTooLarge ? TOO_LARGE_DOOM : undefined);
  state.phase = 'chunk';
  if (octets === 0) readChunk(turn, state.body, chunk); // its end is the message's, and nothing else will come
}

/** The octets of a BDAT that was refused. */
export function skipChunk({ state }: Turn, octets: number): void {
  if (state.phase === 'over' || octets === 0) return;
  const chunk: Chunk = { octets, left: octets, isLast: false, isRefused: true };
  state.body = { ...NEW, isChunked: true, chunk };
  state.phase = 'chunk';
}

/** What of the message is in the input. */
export function readBody(turn: Turn): void {
  if (turn.state.phase === 'data') readData(turn, turn.state.body!);
  else readChunk(turn, turn.state.body!, turn.state.body!.chunk!);
}

function readData(turn: Turn, before: Body): void {
  const { state } = turn;
  const mode = state.config.bare === 'refuse' ? 'keep' : state.config.bare;
  const { state: dots, chunks, end } = decodeDots(before.dots, state.input, mode);
  let { octets } = before;
  for (const chunk of chunks) octets += chunk.length;
  const body = withDoom(turn, { ...before, dots, octets }, doomOf(turn, dots, octets));
  state.body = body;
  state.input = end === undefined ? NOTHING : state.input.subarray(end);
  handOn(turn, body, chunks);
  if (end !== undefined) endOfMessage(turn, body);
}

function readChunk(turn: Turn, before: Body, chunk: Chunk): void {
  const { state } = turn;
  const bytes = state.input.subarray(0, chunk.left);
  state.input = state.input.subarray(bytes.length);
  const after: Chunk = { ...chunk, left: chunk.left - bytes.length };
  const body = chunk.isRefused ? before : take(turn, before, bytes, after.left === 0 && chunk.isLast);
  state.body = { ...body, chunk: after };
  if (after.left === 0) endChunk(turn, state.body, after);
}

/** Octets of a chunk that is wanted. Lines of BINARYMIME may hold what they like (RFC 3030 §3). */
function take(turn: Turn, before: Body, bytes: Uint8Array, isEnd: boolean): Body {
  const { config, transaction } = turn.state;
  const octets = before.octets + bytes.length;
  if (config.bare === 'keep' || transaction?.parameters.body === 'BINARYMIME') {
    handOn(turn, before, [bytes]);
    return withDoom(turn, { ...before, octets }, isTooLarge(turn, before.dots, octets) ? TOO_LARGE_DOOM : undefined);
  }
  const mends = config.bare === 'mend';
  const read = (mends ? mendLineEnds : normaliseLineEnds)(before.dots, bytes);
  const large = isTooLarge(turn, read.state, mends ? sizeOf(read.chunks, before.octets) : octets);
  const { state: dots, chunks } = isEnd && !large ? ended(read, mends, octets) : read;
  const isBare = config.bare === 'refuse' && dots.bareCr + dots.bareLf > 0;
  const doomed = withDoom(turn, before, isBare ? BARE_DOOM : large ? TOO_LARGE_DOOM : undefined);
  handOn(turn, doomed, chunks);
  return { ...doomed, octets: mends ? sizeOf(chunks, before.octets) : octets, dots };
}

const sizeOf = (chunks: readonly Uint8Array[], before: number): number =>
  chunks.reduce((sum, { length }) => sum + length, before);

/** @param octets  that have come in all */
function ended({ state: before, chunks: read }: Dotted, mends: boolean, octets: number): Dotted {
  if (mends && octets === 0) return { state: before, chunks: [EMPTY_LINE] };
  const { state, chunks } = (mends ? mendLastLine : endOfLines)(before);
  return { state, chunks: [...read, ...chunks] };
}

function handOn(turn: Turn, { doom }: Body, chunks: readonly Uint8Array[]): void {
  const isCounted = doom?.why === 'too-large' && turn.state.config.tellsCommands === true;
  if (doom !== undefined && !isCounted) return;
  const bytes = chunks.length === 1 ? chunks[0]! : joined(chunks);
  if (bytes.length > 0) turn.effects.push({ kind: 'data', bytes });
}

/** Between dots that were taken away: handing a part on costs more than copying it (2 µs; 64 KiB at most are read at once). */
const joined = (chunks: readonly Uint8Array[]): Uint8Array => (chunks.length === 0 ? NOTHING : Buffer.concat(chunks));

function endChunk(turn: Turn, body: Body, chunk: Chunk): void {
  const { state } = turn;
  state.phase = 'commands';
  const { chunk: _, ...rest } = body;
  state.body = chunk.isRefused ? undefined : rest;
  if (chunk.isRefused) return;
  if (body.doom !== undefined) return void endOfMessage(turn, rest);
  if (chunk.isLast) return void endOfMessage(turn, rest, chunk.octets);
  turn.reply(250, `${chunk.octets} byte chunk received`);
}

const TOO_LARGE_DOOM: Doom = { why: 'too-large', reply: TOO_LARGE };
const BARE_DOOM: Doom = { why: 'bare-line-end', reply: BARE };

function doomOf(turn: Turn, dots: Body['dots'], octets: number): Doom | undefined {
  const { config } = turn.state;
  if (isTooLarge(turn, dots, octets)) return TOO_LARGE_DOOM;
  if (config.bare === 'refuse' && dots.bareCr + dots.bareLf > 0) return BARE_DOOM;
  const longest = Math.max(dots.longestLine, dots.lineOctets);
  return longest > (config.limits.textLineOctets ?? longest) ? { why: 'line-too-long', reply: LONG_LINE } : undefined;
}

const isTooLarge = (turn: Turn, dots: Body['dots'], octets: number): boolean =>
  octets - (turn.state.config.limits.countsLfs === true ? dots.lfs : 0) > limitOf(turn);

/** The first doom stands; the host is told at once, so that it keeps nothing. Who hears of commands counts what is too large. */
function withDoom(turn: Turn, body: Body, doom: Doom | undefined): Body {
  if (body.doom !== undefined || doom === undefined) return body;
  turn.tell({ kind: 'abandoned', why: doom.why });
  return { ...body, doom };
}

function limitOf({ state: { offers, config } }: Turn): number {
  const { size } = offers;
  return (size === undefined || size === 0 ? config.limits.messageOctets : size) ?? Number.POSITIVE_INFINITY;
}
