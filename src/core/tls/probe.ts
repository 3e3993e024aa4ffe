/** One probe: dial, come to TLS the protocol's way, shake hands, tell what was met. Every way it can go is a value. */
import { noTrace, type Trace } from '../../base/index.ts';
import { type Net, showEndpoint, type TlsError } from '../net/index.ts';
import { late, type Reached, reachTls, within } from './reach-tls.ts';
import type { Probe, ProbeOutcome, ProbeTarget } from './types.ts';

export function createProbe(net: Net, trace: Trace = noTrace): Probe {
  return (target) => probe(target, net, trace);
}

async function probe(target: ProbeTarget, net: Net, trace: Trace): Promise<ProbeOutcome> {
  const deadline = performance.now() + target.timeoutMs;
  const reached = await reachTls(target, net, deadline, trace);
  if (reached.kind !== 'ready') return reached;
  try {
    return await shakeHands(target, net, reached, deadline, trace);
  } finally {
    reached.connection.destroy();
  }
}

async function shakeHands(
  target: ProbeTarget,
  net: Net,
  { connection, greeting, capabilities, timings }: Extract<Reached, { kind: 'ready' }>,
  deadline: number,
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
    ...(target.protocol !== 'none' && { greeting }),
    capabilities,
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
