/** Records of a signed zone that came without signatures: the zone's fault, or the resolver's? */
import { keysMissing, signatureMissing } from '../dnssec/findings/bogus.ts';
import { because, type ReasonDef } from '../dnssec/findings/define.ts';
import { resolverStrips } from '../dnssec/findings/undecided.ts';
import { shown } from '../dnssec/verify-rrset.ts';
import type { Name, Reason } from '../types.ts';
import type { Response } from './sections.ts';

export interface Missing {
  readonly status: 'bogus' | 'indeterminate';
  readonly reason: Reason;
}

/**
 * A response that does not repeat the DO bit comes from a server that knows no DNSSEC (RFC 3225 §3): that is named, and
 * nothing is decided. One that does repeat it owes the signatures, so the data is bogus. It is never insecure.
 */
export function withoutSignature(response: Response, subject: string, zone: Name): Missing {
  return missing(response, signatureMissing, `${subject} came from ${response.server} without a signature`, zone);
}

export function withoutKeys(response: Response, zone: Name): Missing {
  return missing(response, keysMissing, `${response.server} has no DNSKEY records for ${shown(zone)}`, zone);
}

/** The anchored zone is signed for certain, so its missing keys or signatures are the resolver's doing. */
export function stripped({ server }: Response, what: string, zone: Name): Missing {
  const text = `the resolver ${server} answers for ${shown(zone)} DNSKEY without ${what}: it strips DNSSEC data`;
  return { status: 'indeterminate', reason: because(resolverStrips, text) };
}

function missing(response: Response, def: ReasonDef, text: string, zone: Name): Missing {
  const signed = `, although ${shown(zone)} is signed`;
  if (response.message.edns?.dnssecOk === true) return { status: 'bogus', reason: because(def, text + signed, zone) };
  const blame = `${text}${signed}: the resolver ${response.server} does not do DNSSEC`;
  return { status: 'indeterminate', reason: because(resolverStrips, blame) };
}
