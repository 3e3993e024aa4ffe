/** Who is told of a single message that failed: of another organization, only who has agreed (RFC 7489 §7.1, RFC 9990 §4). */
import { createMethod, type FoundPolicy } from './discovery/index.ts';
import { reportAddresses } from './reports-to.ts';
import type { DmarcPorts, Rules } from './types.ts';

/** A domain that names many would have us write to all of them. */
const MAX_ADDRESSES = 5;

/** @returns mail addresses of `ruf`, in lower case */
export async function failureAddresses(
  policy: FoundPolicy,
  rules: Rules,
  ports: DmarcPorts,
): Promise<readonly string[]> {
  const ruf = policy.record.ruf.slice(0, MAX_ADDRESSES);
  if (ruf.every(({ address }) => address === undefined)) return [];
  const asked = { ...policy, record: { ...policy.record, rua: [], ruf } };
  const judged = await reportAddresses(asked, await createMethod(ports, rules), ports);
  const agreed = new Set(
    judged.filter(({ standing }) => standing === 'own' || standing === 'authorised').map(({ uri }) => uri),
  );
  return ruf.flatMap(({ uri, address }) => (address !== undefined && agreed.has(uri) ? [address.toLowerCase()] : []));
}
