/** Everything that is known at a moment of a session: the connection, the message under way, the address at hand. */
import type { Later, Text } from '../expand/index.ts';
import type { AddressFacts } from './address.ts';
import { type Connection, type HostName, setOfConnection } from './connection.ts';
import type { HostTextOptions } from './host-text.ts';
import type { IncomingMessage } from './message.ts';

export interface Facts {
  readonly connection: Connection;
  message?: IncomingMessage | undefined;
  address?: AddressFacts | undefined;
  /** Looks the client's name up, once: the answer is kept in the connection. */
  readonly lookUpName: () => Later<HostName>;
  /** Our own name where the configuration says none. */
  readonly primaryHostname: string;
  /** `message_body_newlines`: ends of lines of a body stay in `$message_body`. */
  readonly keepsBodyNewlines?: boolean;
  readonly hostText: HostTextOptions;
}

type Scope = 'connection' | 'message' | 'address';

/** Names that last as long as the message, where there is one. What scanners have found is known until they find something else. */
const OF_MESSAGE =
  /^(?:acl_m|av_failed|dkim_|dmarc_|arc_|spf_|mime_|regex|bmi_|sender_data|sender_address_data|sender_rate|dnslist_(?:domain|matched)$|local_scan_data|prdr_)/;
const OF_ADDRESS = /^(?:domain_data|local_part_data|recipient_data|address_data|r_)/;

/** Names are words of the configuration and of ours, so there are only so many; looked at once each. */
const lasting = new Map<string, Scope>();

function lastsWith(name: string): Scope {
  let scope = lasting.get(name);
  scope ??= OF_ADDRESS.test(name) ? 'address' : OF_MESSAGE.test(name) ? 'message' : 'connection';
  lasting.set(name, scope);
  return scope;
}

function scopeOf(name: string, { address, message }: Facts): Scope {
  const scope = lastsWith(name);
  if (scope === 'address' && address !== undefined) return scope;
  return scope !== 'connection' && message !== undefined ? 'message' : 'connection';
}

/** Sets a variable by its name: it lasts as long as what it is about. */
export function setValue(facts: Facts, name: string, value: string | Text): void {
  const scope = scopeOf(name, facts);
  if (scope === 'connection') setOfConnection(facts.connection, name, value);
  else facts[scope]?.values.set(name, value);
}

/** What is of a message goes also where there was none yet to keep it. */
export function forgetEarly({ connection: { values } }: Facts): void {
  for (const name of values?.keys() ?? []) if (lastsWith(name) !== 'connection') values?.delete(name);
}

/** What was set by name, the nearest first. */
export const setByName = ({ address, message, connection }: Facts, name: string): string | Text | undefined =>
  address?.values.get(name) ?? message?.values.get(name) ?? connection.values?.get(name);
