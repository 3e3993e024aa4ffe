/**
 * DNS over UDP: one socket with a fresh random port for each query (RFC 5452 §4.5, §9.2).
 *
 * Datagrams that do not fit are passed over, so a forger cannot end the wait (RFC 5452 §9.1); when nothing better
 * comes, the error says what did.
 */
import { err, type Result } from '../../../base/index.ts';
import type { Net } from '../../net/types.ts';
import { UDP_PAYLOAD_OCTETS } from '../message/types.ts';
import type { DnsError } from '../types.ts';
import { type Channel, type ChannelRequest, dialOptions } from './channel.ts';
import { type Attempt, dnsError, fromNetError } from './errors.ts';
import { type Fit, fit } from './fits.ts';

export function createUdpChannel(net: Net, address: string, port: number, server: string): Channel {
  return {
    transport: 'udp',
    ask: (request) => askUdp(net, address, port, server, request),
    close: () => {},
  };
}

type Refusal = Exclude<Fit, 'fits'> | 'oversize';

async function askUdp(
  net: Net,
  address: string,
  port: number,
  server: string,
  request: ChannelRequest,
): Promise<Result<Uint8Array, DnsError>> {
  const refused = new Map<Refusal, number>();
  const accept = (datagram: Uint8Array): boolean => {
    const verdict = judge(request, datagram);
    if (verdict !== 'fits') refused.set(verdict, (refused.get(verdict) ?? 0) + 1);
    return verdict === 'fits';
  };
  const reply = await net.exchangeDatagram(address, port, request.query, accept, dialOptions(request));
  if (reply.ok) return reply;
  const attempt = { server, question: request.question };
  const suspect = reply.error.code === 'net/timeout' && refused.size > 0;
  return err(suspect ? refusalError(refused, attempt) : fromNetError(reply.error, attempt));
}

function judge(request: ChannelRequest, datagram: Uint8Array): 'fits' | Refusal {
  const verdict = fit(request.query, datagram, request.exactCase);
  // More than we said we take (RFC 6891 §6.2.3): whoever sends it did not read our query.
  return verdict === 'fits' && datagram.length > UDP_PAYLOAD_OCTETS ? 'oversize' : verdict;
}

/** Forgeries are worse news than rubbish, so they decide the code. */
function refusalError(refused: ReadonlyMap<Refusal, number>, attempt: Attempt): DnsError {
  const told = [...refused].map(([kind, count]) => `${count} ${REFUSAL_WORDS[kind]}`).join(', ');
  const forged = refused.has('wrong-id') || refused.has('wrong-question');
  const why = `no response fitted the query; refused were ${told}`;
  const hint = 'look at the path to the resolver: something answers in its place, or it is broken';
  return dnsError(forged ? 'dns/mismatch' : 'dns/garbage', 'peer', attempt, why, hint);
}

const REFUSAL_WORDS: Readonly<Record<Refusal, string>> = {
  garbage: 'that are no DNS response',
  'wrong-id': 'with another identifier',
  'wrong-question': 'to another question',
  oversize: `longer than ${UDP_PAYLOAD_OCTETS} octets`,
};
