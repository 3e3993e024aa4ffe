/** Where and how a recipient was delivered, as lines of the log have it. */
import type { DeliveryFacts, RemoteFacts, TlsFacts } from '../log/index.ts';
import type { RecipientOutcome } from './types.ts';

type Place = Pick<
  DeliveryFacts,
  'remote' | 'tls' | 'auth' | 'pipelining' | 'prdr' | 'chunking' | 'confirmation' | 'interface'
>;

export const logFactsOf = (outcome: RecipientOutcome | undefined): Place => ({
  remote: remoteOf(outcome).remote,
  tls: tlsOf(outcome).tls,
  interface: outcome?.interface,
  auth: outcome?.auth,
  pipelining: outcome?.pipelining,
  prdr: outcome?.prdr,
  chunking: outcome?.chunking,
  confirmation: outcome?.confirmation,
});

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
