/** The lists: made when asked for, from what stands of the issuer's certificates. */
import { type CrlSpec, issueCrl, type RevokedSpec } from '../../../core/pki/issue.ts';
import type { Authorities, Authority } from '../../ca/index.ts';
import { isRevoked } from '../ocsp/moods.ts';
import type { Standings } from '../standings.ts';
import type { Standing } from '../types.ts';
import { type CrlMood, USUAL_CRL_DATES } from './moods.ts';

export type Publish = (issuer: Authority, mood: CrlMood, now: Date) => Promise<Uint8Array>;

const HOUR_MS = 3_600_000;
const KEY_COMPROMISE = 1;

export function createPublisher(authorities: Authorities, standings: Standings): Publish {
  return async (issuer, mood, now) => {
    const signer = mood.signer === undefined ? issuer : await authorities(mood.signer);
    return issueCrl(specOf(mood, issuer, standings.of(issuer.name), now), signer);
  };
}

function specOf(mood: CrlMood, issuer: Authority, standings: readonly Standing[], now: Date): CrlSpec {
  const { dates = USUAL_CRL_DATES } = mood;
  const hours = (count: number): Date => new Date(now.getTime() + count * HOUR_MS);
  return {
    thisUpdate: hours(dates.from),
    ...(dates.to !== 'never' && { nextUpdate: hours(dates.to) }),
    number: BigInt(Math.floor(now.getTime() / HOUR_MS)),
    revoked: [...padding(mood.padding ?? 0, hours(-48)), ...listed(mood, issuer, standings, hours(-48))],
    ...mood.change?.(issuer.name),
  };
}

/** In an indirect list the issuer of the certificates stands with the first, and holds on (RFC 5280 §5.3.3). */
function listed(
  { lists, reason = KEY_COMPROMISE, signer }: CrlMood,
  issuer: Authority,
  standings: readonly Standing[],
  date: Date,
): RevokedSpec[] {
  if (lists === 'nobody') return [];
  return standings
    .filter(({ mood }) => lists === 'everybody' || isRevoked(mood))
    .map(({ serial }, index) => ({
      serial,
      date,
      reason,
      ...(signer === 'crl-issuer' && index === 0 && { issuer: issuer.subject }),
    }));
}

/** Serial numbers of three octets, which the lab gives to nobody. */
function padding(count: number, date: Date): RevokedSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    serial: Uint8Array.of(1, index >> 8, index & 255),
    date,
  }));
}
