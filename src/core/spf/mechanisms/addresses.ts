/** Addresses compared as far as a mask goes (RFC 7208 §5). */
import { type Name, RR } from '../../dns/index.ts';
import { ask, MATCH, NO_MATCH, noMatch, type Step, type TermOutcome } from '../evaluation.ts';
import type { DualCidr } from '../grammar/types.ts';

/** Do the first `bits` bits agree? Addresses of different families never do. */
export function isWithin(address: Uint8Array, network: Uint8Array, bits: number): boolean {
  if (address.length !== network.length) return false;
  const whole = bits >> 3;
  for (let i = 0; i < whole; i += 1) if (address[i] !== network[i]) return false;
  const rest = bits & 7;
  return rest === 0 || ((address[whole]! ^ network[whole]!) & (0xff00 >> rest) & 0xff) === 0;
}

/** A or AAAA, as the client's address is (RFC 7208 §5): is one of them within the mask? */
export async function hostMatches(name: Name, cidr: DualCidr, step: Step): Promise<TermOutcome> {
  const { client } = step.evaluation;
  const [type, bits] = client.family === 4 ? [RR.A, cidr.ip4] : [RR.AAAA, cidr.ip6];
  const asked = await ask(step, name, type, { countsVoid: true });
  if (asked.kind === 'error') return asked;
  const { records } = asked.answer;
  if (records.some(({ rdata }) => isWithin(client.ip, rdata, bits))) return MATCH;
  return records.length === 0 ? noMatch(`${name} has no ${client.family === 4 ? 'A' : 'AAAA'} record`) : NO_MATCH;
}
