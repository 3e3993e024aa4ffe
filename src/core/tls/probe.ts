/** One probe: dial, come to TLS the protocol's way, shake hands, tell what was met. Every way it can go is a value. */
import { noTrace, type Trace } from '../../base/index.ts';
import { type Connection, drive, type Net, showEndpoint, type TlsError } from '../net/index.ts';
import { showLine } from '../smtp/index.ts';
import { GIVEN_UP } from './outcome-text.ts';
import { startTlsRows } from './starttls/registry.ts';
import type { ClearOutcome } from './starttls/types.ts';
import type { Probe, ProbeOutcome, ProbeTarget } from './types.ts';

export function createProbe(net: Net, trace: Trace = noTrace): Probe {
  return (target) => probe(target, net, trace);
}

async function probe(target: ProbeTarget, net: Net, trace: Trace): Promise<ProbeOutcome> {
  const began = performance.now();
  const deadline = began + target.timeoutMs;
  const dialled = await net.dial(target.address, target.port, within(target, deadline));
  if (!dialled.ok) return dialled.error.code === 'net/timeout' ? late(target, 'connect') : unreachable(dialled.error);
  const connection = dialled.value;
  try {
    const connectMs = performance.now() - began;
    const clear = await speakInClear(target, connection, deadline, trace);
    if (clear.kind === 'timeout') return late(target, clear.stage);
    if (clear.kind !== 'ready') return clear;
    const timings = {
      connectMs,
      ...(target.protocol !== 'none' && { greetingMs: performance.now() - began - connectMs }),
    };
    return await shakeHands(target, net, connection, deadline, clear, timings, trace);
  } finally {
    connection.destroy();
  }
}

async function speakInClear(
  target: ProbeTarget,
  connection: Connection,
  deadline: number,
  trace: Trace,
): Promise<ClearOutcome> {
  if (target.protocol === 'none') return { kind: 'ready', greeting: '', capabilities: [] };
  const row = startTlsRows[target.protocol];
  const session = row.session({ ehlo: target.ehlo, serverName: target.serverName ?? target.address });
  const driven = await drive(connection, session, {
    ...within(target, deadline),
    onTraffic: (direction, octets) => traceLines(trace, target, direction, octets),
  });
  return driven.kind === 'outcome' ? driven.outcome : { kind: 'timeout', stage: GIVEN_UP };
}

async function shakeHands(
  target: ProbeTarget,
  net: Net,
  connection: Connection,
  deadline: number,
  clear: { readonly greeting: string; readonly capabilities: readonly string[] },
  timings: { readonly connectMs: number; readonly greetingMs?: number },
  trace: Trace,
): Promise<ProbeOutcome> {
  const { serverName, keyType } = target;
  const secured = await net.startTls(connection, {
    ...within(target, deadline),
    ...(serverName !== undefined && { serverName }),
    ...(keyType !== undefined && { keyType }),
  });
  const note = (text: string): void =>
    trace({ source: 'tls', direction: 'note', peer: showEndpoint(target.address, target.port), text });
  if (!secured.ok) {
    note(secured.error.message);
    return handshakeFailed(target, secured.error);
  }
  const { chain, protocol, cipher, leafKeyType, ocspResponse, handshakeMs } = secured.value;
  note(`${protocol} ${cipher}, ${leafKeyType} certificate, ${chain.length} sent, ${handshakeMs.toFixed(1)} ms`);
  secured.value.destroy();
  return {
    kind: 'tls',
    chain,
    protocol,
    cipher,
    leafKeyType,
    ...(ocspResponse !== undefined && { ocspResponse }),
    ...(target.protocol !== 'none' && { greeting: clear.greeting }),
    capabilities: clear.capabilities,
    timings: { ...timings, handshakeMs },
  };
}

function handshakeFailed(target: ProbeTarget, error: TlsError): ProbeOutcome {
  if (error.code === 'tls/timeout') return late(target, 'TLS handshake');
  return { kind: target.keyType !== undefined && lacksKey(error) ? 'no-such-key' : 'tls-failed', error };
}

/** RFC 8446 §4.4.2.2: a server that has no certificate for the algorithms offered ends with handshake_failure. */
const lacksKey = (error: TlsError): boolean =>
  error.code === 'tls/no-shared' || error.alert === 'handshake_failure' || error.alert === 'insufficient_security';

const unreachable = (error: Extract<ProbeOutcome, { kind: 'unreachable' }>['error']): ProbeOutcome => ({
  kind: 'unreachable',
  error,
});

const late = ({ timeoutMs }: ProbeTarget, stage: string): ProbeOutcome => ({
  kind: 'timeout',
  stage,
  afterMs: timeoutMs,
});

function within(target: ProbeTarget, deadline: number): { timeoutMs: number; signal?: AbortSignal } {
  const timeoutMs = Math.max(1, deadline - performance.now());
  return { timeoutMs, ...(target.signal !== undefined && { signal: target.signal }) };
}

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
