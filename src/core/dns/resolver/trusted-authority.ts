/**
 * Answers of an authoritative server itself: nobody has validated them for us, and for zones that a caller names they count
 * as secure all the same (Exim spec ch. 14, "dns_trust_aa"). What is proven wrong stays so.
 */
import { ok, type Result } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import type { DnsError, Name } from '../types.ts';
import type { Judge, Judgement } from './judge.ts';
import type { Response } from './sections.ts';

/** Is this zone one whose own servers are believed? */
export type TrustsAuthority = (zone: Name) => boolean | Promise<boolean>;

export function trustingAuthority(judge: Judge, trusts: TrustsAuthority): Judge {
  const raise = async (
    judged: Result<Judgement, DnsError>,
    response: Response,
  ): Promise<Result<Judgement, DnsError>> => {
    if (!judged.ok || judged.value.status === 'secure' || judged.value.status === 'bogus') return judged;
    const zone = response.message.flags.aa ? zoneOf(response) : undefined;
    return zone !== undefined && (await trusts(zone)) ? ok({ ...judged.value, status: 'secure' }) : judged;
  };
  return {
    positive: async (rrset, response) => raise(await judge.positive(rrset, response), response),
    negative: async (name, type, response) => raise(await judge.negative(name, type, response), response),
  };
}

/** As its authority section has it. */
const zoneOf = ({ authority }: Response): Name | undefined =>
  authority.rrsets.find(({ type }) => type === RR.NS || type === RR.SOA)?.name;
