/** The way to a handshake: dial, and speak the protocol up to the point where TLS begins. */
import { noTrace, type Trace } from '../../base/index.ts';
import { type Connection, drive, type Net, showEndpoint } from '../net/index.ts';
import { showLine } from '../smtp/index.ts';
import { GIVEN_UP } from './outcome-text.ts';
import { startTlsRows } from './starttls/registry.ts';
import type { ClearOutcome } from './starttls/types.ts';
import type { ProbeOutcome, ProbeTarget } from './types.ts';

export type Reached =
  | {
      readonly kind: 'ready';
      /** To be destroyed by the caller. */
      readonly connection: Connection;
      readonly greeting: string;
      readonly capabilities: readonly string[];
      readonly timings: { readonly connectMs: number; readonly greetingMs?: number };
    }
  | Exclude<ProbeOutcome, { readonly kind: 'tls' | 'no-such-key' | 'tls-failed' }>;

export interface ReachOptions {
  /** Sent behind the command that starts TLS, in one write with it: what an attacker would slip in. */
  readonly trailer?: string;
}

/** @param deadline  on the clock of `performance.now()` */
export async function reachTls(
  target: ProbeTarget,
  net: Net,
  deadline: number,
  trace: Trace,
  options: ReachOptions = {},
): Promise<Reached> {
  const began = performance.now();
  const dialled = await net.dial(target.address, target.port, within(target, deadline));
  if (!dialled.ok) {
    return dialled.error.code === 'net/timeout'
      ? late(target, 'connect')
      : { kind: 'unreachable', error: dialled.error };
  }
  const connection = dialled.value;
  const connectMs = performance.now() - began;
  const clear = await speakInClear(target, connection, deadline, trace, options);
  if (clear.kind !== 'ready') {
    connection.destroy();
    return clear.kind === 'timeout' ? late(target, clear.stage) : clear;
  }
  const greetingMs = target.protocol !== 'none' && { greetingMs: performance.now() - began - connectMs };
  return { ...clear, connection, timings: { connectMs, ...greetingMs } };
}

async function speakInClear(
  target: ProbeTarget,
  connection: Connection,
  deadline: number,
  trace: Trace,
  { trailer }: ReachOptions,
): Promise<ClearOutcome> {
  if (target.protocol === 'none') return { kind: 'ready', greeting: '', capabilities: [] };
  const row = startTlsRows[target.protocol];
  const identity = { ehlo: target.ehlo, serverName: target.serverName ?? target.address };
  const driven = await drive(connection, row.session({ ...identity, ...(trailer !== undefined && { trailer }) }), {
    ...within(target, deadline),
    onTraffic: (direction, octets) => traceLines(trace, target, direction, octets),
  });
  return driven.kind === 'outcome' ? driven.outcome : { kind: 'timeout', stage: GIVEN_UP };
}

/** What is left of the time. */
export function within(target: ProbeTarget, deadline: number): { timeoutMs: number; signal?: AbortSignal } {
  const timeoutMs = Math.max(1, deadline - performance.now());
  return { timeoutMs, ...(target.signal !== undefined && { signal: target.signal }) };
}

export const late = ({ timeoutMs }: ProbeTarget, stage: string): Extract<ProbeOutcome, { kind: 'timeout' }> => ({
  kind: 'timeout',
  stage,
  afterMs: timeoutMs,
});

/** Enough lines of one chunk for a trace; a banner of megabytes is cut short. */
const MAX_TRACED_LINES = 64;

function traceLines(trace: Trace, target: ProbeTarget, direction: 'in' | 'out', octets: Uint8Array): void {
  if (trace === noTrace) return;
  const peer = showEndpoint(target.address, target.port);
  const lines = Buffer.from(octets)
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  for (const line of lines.slice(0, MAX_TRACED_LINES)) trace({ source: 'smtp', direction, peer, text: showLine(line) });
}
