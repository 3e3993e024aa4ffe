/** Puts cases to a server: a connection each, few at a time, every wait bounded. */
import { type Clock, createLimit, sleep } from '../../../base/index.ts';
import { type Connection, drive, type Net } from '../../net/index.ts';
import { nothing } from './cases/none.ts';
import { batteryCases } from './cases/registry.ts';
import { reactionSession } from './session.ts';
import type { BatteryCase, Reaction } from './types.ts';

export interface BatteryPorts {
  readonly net: Pick<Net, 'dial'>;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

export interface BatteryTarget {
  readonly address: string;
  readonly port: number;
  readonly ehlo: string;
  /** For the connection, and again for what the server makes of a case. */
  readonly timeoutMs: number;
  /** Connections at a time, at most MAX_AT_A_TIME. */
  readonly jobs: number;
}

/** A server may take more for an attack, and answer something else. */
export const MAX_AT_A_TIME = 4;

export interface Tried {
  readonly test: BatteryCase;
  readonly reaction: Reaction;
}

/** Headers whose acceptance shows that headers are read at all. */
const PLAIN = ['v1-tcp4', 'v2-tcp4'];

/**
 * All cases, or those named; first whether the server asks for a header and takes a plain one. A server that takes clients
 * without a header and no header with them reads none, and is not bothered with the rest.
 */
export async function runBattery(
  ports: BatteryPorts,
  target: BatteryTarget,
  only: readonly string[],
): Promise<readonly Tried[]> {
  const chosen = only.length === 0 ? batteryCases : batteryCases.filter(({ id }) => only.includes(id));
  const first = chosen.filter(({ id }) => id === nothing.id || PLAIN.includes(id));
  const rest = chosen.filter((test) => !first.includes(test));
  const begun = await tryAll(ports, target, first);
  const readsNone =
    begun.some(({ test, reaction }) => test.id === nothing.id && reaction.kind === 'accepted') &&
    begun.every(({ test, reaction }) => !PLAIN.includes(test.id) || reaction.kind !== 'accepted');
  const isFutile = begun.length > 0 && begun.every(({ reaction }) => reaction.kind === 'unreached');
  if (only.length === 0 && (readsNone || isFutile)) return begun;
  const tried = [...begun, ...(await tryAll(ports, target, rest))];
  return chosen.flatMap((test) => tried.filter((one) => one.test === test));
}

async function tryAll(
  ports: BatteryPorts,
  target: BatteryTarget,
  tests: readonly BatteryCase[],
): Promise<readonly Tried[]> {
  const limit = createLimit(Math.min(MAX_AT_A_TIME, target.jobs));
  return Promise.all(tests.map((test) => limit(async () => ({ test, reaction: await tryCase(ports, target, test) }))));
}

async function tryCase(ports: BatteryPorts, target: BatteryTarget, test: BatteryCase): Promise<Reaction> {
  const { net, clock, signal } = ports;
  const { timeoutMs } = target;
  const dialled = await net.dial(target.address, target.port, { timeoutMs, ...(signal && { signal }) });
  if (!dialled.ok) return { kind: 'unreached', stage: 'banner', afterMs: 0, said: [dialled.error.message] };
  const connection = dialled.value;
  const began = clock.monotonicMs();
  const patienceMs = timeoutMs + test.gapMs * test.pieces.length;
  const options = { timeoutMs: patienceMs, ...(signal && { signal }) };
  const driving = drive(connection, reactionSession(target.ehlo), options);
  const [driven] = await Promise.all([driving, sendPieces(connection, test, signal)]);
  const afterMs = Math.round(clock.monotonicMs() - began);
  // What is still to be sent goes out; the server's goodbye is of no interest.
  connection.stream.end();
  connection.stream.resume();
  connection.stream.once('close', () => connection.destroy());
  setTimeout(() => connection.destroy(), LINGER_MS).unref();
  if (driven.kind === 'aborted') return { kind: 'unreached', stage: 'banner', afterMs, said: ['given up on request'] };
  return { ...driven.outcome, afterMs };
}

const LINGER_MS = 1000;

/** A server that has gone takes no more. */
async function sendPieces({ stream }: Connection, { pieces, gapMs }: BatteryCase, signal?: AbortSignal): Promise<void> {
  for (const [i, piece] of pieces.entries()) {
    if (i > 0) await sleep(gapMs, signal);
    if (stream.destroyed || stream.writableEnded || signal?.aborted === true) return;
    stream.write(piece);
  }
}

export const caseIds: readonly string[] = batteryCases.map(({ id }) => id);
