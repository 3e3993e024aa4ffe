/** Which domains let an address send for them, and by which terms: what `spf which` shows. */
import { type Finding, type Report, say } from '../../base/index.ts';
import type { Name } from '../dns/index.ts';
import { checkHost } from './check-host.ts';
import { unmapped } from './client.ts';
import * as findings from './findings/flatten.ts';
import { isWithin } from './mechanisms/addresses.ts';
import { textOf } from './tree.ts';
import type { SpfPorts, SpfResult } from './types.ts';
import { type Walked, type WalkedTerm, walkDomain } from './walk.ts';

export interface SpfWhichData {
  readonly ip: string;
  readonly domains: readonly WhichDomain[];
}

export interface WhichDomain {
  readonly domain: string;
  /** Of a check for the domain's postmaster. */
  readonly result: SpfResult;
  /** The term that decided. */
  readonly mechanism?: string;
  /** Every term that names the address, though another may decide before. */
  readonly terms: readonly WhichTerm[];
}

export interface WhichTerm {
  /** From the domain's own record down: the includes, and the term itself. */
  readonly path: readonly string[];
  /** Whose record the last of them is in. */
  readonly domain: string;
}

export async function whichDomains(
  given: Uint8Array,
  names: readonly Name[],
  ports: SpfPorts,
): Promise<Report<SpfWhichData>> {
  const ip = unmapped(given);
  const domains: WhichDomain[] = [];
  for (const name of names) domains.push(await lookAt(ip, name, ports));
  const each = domains.map(tell);
  const passes = domains.some(({ result }) => result === 'pass');
  const isKnown = each.every(({ severity }) => severity !== 'unknown');
  const none = passes || !isKnown ? [] : [say(findings.nowhere, { scope: { ip: textOf(ip) } })];
  return { findings: [...each, ...none], data: { ip: textOf(ip), domains } };
}

async function lookAt(ip: Uint8Array, domain: Name, ports: SpfPorts): Promise<WhichDomain> {
  const { result, mechanism } = await checkHost({ ip, sender: `postmaster@${domain}`, helo: '' }, ports);
  const terms = naming(ip, await walkDomain(domain, ports), []);
  return { domain, result, ...(mechanism !== undefined && { mechanism }), terms };
}

function tell({ domain, result, terms, mechanism }: WhichDomain): Finding {
  const scope = { domain };
  if (result === 'temperror') return say(findings.undecided, { scope });
  const by = terms.map(({ path }) => path.join(' › '));
  const detail = by.length > 0 ? by.join('; ') : (mechanism ?? 'no term names it');
  return say(result === 'pass' ? findings.authorised : findings.notAuthorised, {
    scope,
    detail: `${result}: ${detail}`,
  });
}

function naming(ip: Uint8Array, { terms, domain }: Walked, path: readonly string[]): readonly WhichTerm[] {
  return terms.flatMap((walked) => {
    const here = [...path, walked.term.text];
    if (walked.record !== undefined) return naming(ip, walked.record, here);
    return names(ip, walked) ? [{ path: here, domain }] : [];
  });
}

function names(ip: Uint8Array, { term, hosts, unknown }: WalkedTerm): boolean {
  if (term.kind !== 'directive' || unknown === 'after-all') return false;
  const { mechanism } = term;
  if (mechanism.kind === 'ip4' || mechanism.kind === 'ip6') return isWithin(ip, mechanism.network, mechanism.prefix);
  if (mechanism.kind !== 'a' && mechanism.kind !== 'mx') return false;
  const bits = ip.length === 4 ? mechanism.cidr.ip4 : mechanism.cidr.ip6;
  return hosts.some(({ addresses }) => addresses.some((address) => isWithin(ip, address, bits)));
}
