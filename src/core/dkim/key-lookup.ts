/** Keys out of the DNS (RFC 6376 §3.6.2), with what DNSSEC says of them. */
import { type Answer, type Name, RCODE, type Resolver, RR, txtRdata } from '../dns/index.ts';
import type { GivenKeys } from './given-keys.ts';
import type { KeyAnswer, KeyLookup } from './types.ts';

export const keyName = (selector: Name, domain: Name): Name => `${selector}._domainkey.${domain}`;

export interface KeyLookupOptions {
  readonly signal?: AbortSignal;
  /** Records that stand in for what the DNS has under their names. */
  readonly given?: GivenKeys;
}

export function createKeyLookup(resolver: Resolver, { signal, given }: KeyLookupOptions = {}): KeyLookup {
  return async (name) => {
    const texts = given?.get(name);
    if (texts !== undefined) return { kind: 'records', texts, status: 'indeterminate' };
    const looked = await resolver.lookup(name, RR.TXT, signal === undefined ? {} : { signal });
    if (looked.ok) return keyAnswer(name, looked.value);
    return { kind: 'unavailable', detail: looked.error.message };
  };
}

function keyAnswer(name: Name, { status, rcode, records, reasons }: Answer): KeyAnswer {
  if (status === 'bogus') return { kind: 'bogus', detail: reasons.at(-1)?.text ?? `${name} does not validate` };
  const texts = records.flatMap(({ rdata }) => {
    const strings = txtRdata.decode(rdata);
    return strings.ok ? [Buffer.concat(strings.value).toString('latin1')] : []; // RFC 6376 §3.6.2.2: joined as they are
  });
  if (texts.length > 0) return { kind: 'records', texts, status };
  const why = rcode === RCODE.NXDOMAIN ? 'does not exist' : 'has no TXT record';
  return { kind: 'missing', status, detail: `${name} ${why}` };
}
