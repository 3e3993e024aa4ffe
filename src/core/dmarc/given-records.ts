/** DNS as it is told: TXT records by name, for judging without a network. What is not told, or below it, does not exist. */
import { ok } from '../../base/index.ts';
import { isSubdomain, type Name, RR, txtRdata } from '../dns/index.ts';
import type { DmarcDns } from './types.ts';

/** @param given  texts of the TXT records of each name; no texts: the name is there without any */
export function createGivenDns(given: ReadonlyMap<Name, readonly string[]>): DmarcDns {
  const names = [...given.keys()];
  return {
    lookup(name, type) {
      const texts = type === RR.TXT ? (given.get(name) ?? []) : [];
      const exists = names.some((each) => isSubdomain(each, name));
      return Promise.resolve(
        ok({
          question: { name, type },
          status: 'indeterminate',
          rcode: exists ? 0 : NXDOMAIN,
          canonicalName: name,
          aliases: [],
          records: texts.map((text) => ({
            name,
            type,
            class: 1,
            ttlSeconds: 0,
            rdata: txtRdata.encode(strings(text)),
          })),
          reasons: [],
          ttlSeconds: 0,
        }),
      );
    },
  };
}

const NXDOMAIN = 3;
/** RFC 1035 §3.3. */
const MAX_STRING_OCTETS = 255;

function strings(text: string): readonly Uint8Array[] {
  const octets = Buffer.from(text, 'utf8');
  const count = Math.max(1, Math.ceil(octets.length / MAX_STRING_OCTETS));
  return Array.from({ length: count }, (_, i) => octets.subarray(i * MAX_STRING_OCTETS, (i + 1) * MAX_STRING_OCTETS));
}
