/** Names under which failures are remembered (Exim's hints: `exim_dumpdb`). */
import type { Driver } from '../../config/index.ts';
import { isLocal } from '../../route/index.ts';
import type { KeyedHost } from '../../transport/index.ts';

export const domainKey = (domain: string): string => `R:${domain}`;
export const addressKey = (address: string): string => `R:${address}`;

/** A 4xx to RCPT may be about the sender as well (`address_retry_include_sender`). */
export const pairKey = (address: string, sender: string): string => `${addressKey(address)}:<${sender}>`;

/** By which the routing of an address may have been put off. */
export const routingKeys = (address: string, domain: string, sender: string): readonly string[] => [
  domainKey(domain),
  addressKey(address),
  pairKey(address, sender),
];

/** Of a local delivery: the address, or its domain (`retry_use_local_part`). */
export function localKey(transport: Driver, address: string, domain: string): string {
  return `T:${usesLocalPart(transport) ? address : domain}`;
}

export function usesLocalPart(transport: Driver): boolean {
  const set = transport.settings.get('retry_use_local_part')?.value;
  return typeof set === 'boolean' ? set : isLocal(transport);
}

/** Its port where that is not the usual one, and the address that it is called from where an option says so. */
export function hostKey({ name, address, port, isKeyedByName, from }: KeyedHost): string {
  const withAddress = isKeyedByName !== true && address !== undefined;
  const usual = port === undefined || port === SMTP_PORT;
  return `T:${name.toLowerCase()}${withAddress ? `:${address}` : ''}${usual ? '' : `:${port}`}${from === undefined ? '' : `/${from}`}`;
}

const SMTP_PORT = 25;

export const messageKey = (key: string, id: string): string => `${key}:${id}`;
