/** The chain that a server sends, for those who want its certificates and nothing else of TLS. */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { outcomeText } from './outcome-text.ts';
import { startTlsRows } from './starttls/registry.ts';
import type { Probe, ProbeOutcome, ProbeTarget, StartTlsProtocol } from './types.ts';

export interface SentChainQuestion extends Omit<ProbeTarget, 'address' | 'serverName'> {
  /** A name, or an address. */
  readonly host: string;
}

export interface SentChain {
  readonly address: string;
  /** DER, in the order and number sent; at least one. */
  readonly chain: readonly Uint8Array[];
}

/** A few are tried: each may take the whole time-out. */
const MAX_ADDRESSES = 4;

/** The first of the host's addresses that shows a chain. */
export async function fetchSentChain(
  { host, ...target }: SentChainQuestion,
  probe: Probe,
  lookUp: (host: string) => Promise<Result<readonly string[], Failure>>,
): Promise<Result<SentChain, Failure>> {
  const isAddress = host.includes(':') || /^[\d.]+$/.test(host);
  const addresses = isAddress ? ok([host]) : await lookUp(host);
  if (!addresses.ok) return addresses;
  let failure: Failure | undefined;
  for (const address of addresses.value.slice(0, MAX_ADDRESSES)) {
    const outcome = await probe({ ...target, address, ...(!isAddress && { serverName: host }) });
    if (outcome.kind === 'tls' && outcome.chain.length > 0) return ok({ address, chain: outcome.chain });
    failure ??= failureOf(outcome, `${host}:${target.port} (${address})`);
  }
  return err(failure!);
}

/** The one whose port it is; TLS on connect for all others. */
export function protocolOfPort(port: number): StartTlsProtocol {
  if (port === 587) return 'smtp';
  return Object.values(startTlsRows).find((row) => row.port === port)?.protocol ?? 'none';
}

function failureOf(outcome: ProbeOutcome, where: string): Failure {
  if (outcome.kind === 'unreachable' || outcome.kind === 'tls-failed' || outcome.kind === 'no-such-key')
    return { ...outcome.error, message: `${where}: ${outcome.error.message}` };
  const isTemporary = outcome.kind === 'timeout' || ('temporary' in outcome && outcome.temporary);
  const why = outcome.kind === 'tls' ? 'the server sent no certificate' : outcomeText(outcome);
  return { code: 'tls/no-chain', message: `${where}: ${why}`, fault: 'peer', temporary: isTemporary };
}
