/** What conditions of ACLs ask beside the session. */
import { addressFamily, sleep as sleepMs } from '../../../base/index.ts';
import { sendDatagram } from '../../../core/net/index.ts';
import type { Hints as AclHints, AclServices, Datagram, DatagramAnswer } from '../../acl/index.ts';
import type { NamesPort } from '../../match/index.ts';
import { resolverOver } from '../../names/index.ts';
import type { Spool } from '../../spool/index.ts';
import type { LazyResolver } from './resolver.ts';

export const aclServices = (
  spool: Spool,
  { get }: LazyResolver,
  names: Pick<NamesPort, 'addressesOf'>,
): AclServices => ({
  dns: resolverOver(get),
  datagram: (packet) => send(packet, names),
  hints: aclHints(spool),
  wait: sleep,
});

export const sleep = (seconds: number, signal?: AbortSignal): Promise<void> => sleepMs(seconds * 1000, signal);

/** udpsend: to an address, or to the first one of a host. */
async function send({ host, port, payload }: Datagram, names: Pick<NamesPort, 'addressesOf'>): Promise<DatagramAnswer> {
  const addresses = addressFamily(host) === 0 ? await names.addressesOf(host) : [host];
  if (addresses === undefined) return { kind: 'no-address-now' };
  const [address] = addresses;
  if (address === undefined) return { kind: 'no-address' };
  const sent = await sendDatagram(address, port, Buffer.from(payload, 'latin1'));
  return sent.ok ? { kind: 'sent' } : { kind: 'failed', reason: sent.error.message };
}

/** Longer than any period that people measure, so that who never comes again is forgotten. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/** Records of ratelimit and seen, which all processes share. */
function aclHints(spool: Spool): AclHints {
  const spaces = { ratelimit: spool.hints<string>('ratelimit'), seen: spool.hints<string>('seen') };
  return {
    async update(space, key, change) {
      let answer: ReturnType<typeof change>['answer'] | undefined;
      await spaces[space].update(key, (before) => {
        const changed = change(before?.value);
        answer = changed.answer;
        return changed.keep === undefined ? before : { value: changed.keep, expiresAtMs: Date.now() + KEPT_MS };
      });
      return answer as ReturnType<typeof change>['answer'];
    },
  };
}
