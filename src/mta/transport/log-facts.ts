/** Where and how a recipient was delivered, as lines of the log have it. */
import type { DeliveryFacts, RemoteFacts, TlsFacts } from '../log/index.ts';
import type { RecipientOutcome } from './types.ts';

type Place = Pick<
  DeliveryFacts,
  'remote' | 'tls' | 'auth' | 'pipelining' | 'prdr' | 'chunking' | 'confirmation' | 'interface'
>;

export function logFactsOf(outcome: RecipientOutcome | undefined): Place {
  const { auth, pipelining, prdr, chunking, confirmation } = outcome ?? {};
  return {
    ...remoteOf(outcome),
    ...tlsOf(outcome),
    ...(outcome?.interface !== undefined && { interface: outcome.interface }),
    ...(auth !== undefined && { auth }),
    ...(pipelining !== undefined && { pipelining }),
    ...(prdr === true && { prdr: true }),
    ...(chunking === true && { chunking: true }),
    ...(confirmation !== undefined && { confirmation }),
  };
}

export function remoteOf(outcome: RecipientOutcome | undefined): { readonly remote?: RemoteFacts } {
  const host = outcome?.host;
  if (host?.address === undefined) return {};
  return {
    remote: {
      name: host.name,
      address: host.address,
      port: host.port ?? 25,
      ...(host.dnssec === true && { dnssec: true }),
      ...(outcome?.reused === true && { reused: true }),
      ...(outcome?.proxy !== undefined && { proxy: outcome.proxy }),
    },
  };
}

export function tlsOf(outcome: RecipientOutcome | undefined): { readonly tls?: TlsFacts } {
  const tls = outcome?.tls;
  if (tls === undefined) return {};
  return {
    tls: {
      cipher: tls.cipher,
      verified: tls.certificateVerified,
      dane: tls.dane,
      ...(tls.peerDn !== undefined && { peerDn: tls.peerDn }),
      ...(tls.resumed === true && { resumed: true }),
    },
  };
}
