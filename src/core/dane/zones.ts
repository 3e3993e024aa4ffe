/** A look at the zones that the answers came from: NSEC3 settings, SHA-1, and whether all name servers agree. */
import type { Finding } from '../../base/index.ts';
import { type Name, nsec3paramRdata, RR } from '../dns/index.ts';
import { compareServers } from './all-servers.ts';
import { say } from './findings/define.ts';
import { iterations, sha1Zone } from './findings/domain.ts';
import { lookUp, zoneOf } from './look-up.ts';
import type { CheckPorts, Looked } from './types.ts';

/** A domain, its hosts and their TLSA records are in a few zones at most. */
const MAX_ZONES = 16;

export async function lookAtZones(
  looked: readonly Looked[],
  allNs: boolean,
  ports: CheckPorts,
): Promise<readonly Finding[]> {
  const zones = new Set(looked.filter(({ status }) => status === 'secure').map(zoneOf));
  const named = [...zones].filter((zone): zone is Name => zone !== undefined && zone !== '');
  const settings = await Promise.all(named.slice(0, MAX_ZONES).map((zone) => nsec3Settings(zone, ports)));
  return [...sha1(looked), ...settings.flat(), ...(allNs ? await compareServers(looked, ports) : [])];
}

/** RFC 9276 §3.1: iterations are to be 0. Only the apex of a zone with NSEC3 has the record. */
async function nsec3Settings(zone: Name, ports: CheckPorts): Promise<Finding[]> {
  const found = await lookUp(ports, zone, RR.NSEC3PARAM);
  const rdata = found.status === 'failed' ? undefined : found.answer.records[0]?.rdata;
  const decoded = rdata && nsec3paramRdata.decode(rdata);
  if (decoded === undefined || !decoded.ok || decoded.value.iterations === 0) return [];
  return [say(iterations, { scope: { zone }, detail: `${decoded.value.iterations} iterations` })];
}

/** The validator's own word for it, once a zone. */
function sha1(looked: readonly Looked[]): Finding[] {
  const reasons = looked
    .flatMap((one) => (one.status === 'failed' ? [] : one.answer.reasons))
    .filter(({ code }) => code === 'dnssec.sha1');
  return [...new Map(reasons.map((reason) => [reason.zone ?? '', reason])).values()].map(({ zone, text }) =>
    say(sha1Zone, { scope: zone === undefined ? {} : { zone }, detail: text }),
  );
}
