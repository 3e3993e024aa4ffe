/** translate_ip_address: another address for each that was found (an option of Exim's build). */
import { addressFamily } from '../../base/index.ts';
import { expandOption, textOf } from '../expand/index.ts';
import { text } from './settings.ts';
import type { Accepted, Deferred, RoutedHost } from './types.ts';
import type { Visit } from './visit.ts';

export function translateAddresses(accepted: Accepted, visit: Visit): Accepted | Promise<Accepted | Deferred> {
  const written = text(visit.router, 'translate_ip_address');
  return written === undefined || accepted.hosts.length === 0 ? accepted : translate(accepted, written, visit);
}

async function translate(accepted: Accepted, written: string, visit: Visit): Promise<Accepted | Deferred> {
  const hosts: RoutedHost[] = [];
  for (const host of accepted.hosts) {
    const translated = host.address === undefined ? [host] : await translateOne(host, host.address, written, visit);
    if ('kind' in translated) return translated;
    hosts.push(...translated);
  }
  return { ...accepted, hosts };
}

/** It may come to an address, or to a name that is looked up. */
async function translateOne(
  host: RoutedHost,
  address: string,
  written: string,
  visit: Visit,
): Promise<readonly RoutedHost[] | Deferred> {
  visit.passing = { host_address: textOf(address, true) };
  const expanded = await expandOption(written, visit.host);
  visit.passing = {};
  if (expanded.kind === 'forced-fail') return [host];
  if (expanded.kind !== 'text')
    return { kind: 'defer', message: `translate_ip_address expansion failed: ${expanded.message}` };
  if (addressFamily(expanded.text) !== 0) return [{ ...host, address: expanded.text }];
  const found = (await visit.world.names.addressesOf(expanded.text)) ?? [];
  if (found.length > 0) return found.map((one) => ({ name: expanded.text, address: one }));
  return { kind: 'defer', message: `host ${expanded.text} not found when translating ${host.name} [${address}]` };
}
