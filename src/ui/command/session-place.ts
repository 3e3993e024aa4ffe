/** An address with a port: `192.0.2.1`, `192.0.2.1:25`, `[2001:db8::1]:25`, `2001:db8::1`, and Exim's `192.0.2.1.25`. */
import { parseIpv4, parseIpv6 } from '../../base/index.ts';
import type { Fields } from './fields.ts';

export interface HostPlace {
  readonly address: string;
  /** 0 where none is given. */
  readonly port: number;
}

export function readHostPlace(fields: Fields, name: string): HostPlace {
  const text = fields.text(name, 'an IP address, as 192.0.2.1 or [2001:db8::1]:25');
  const place = parsePlace(text);
  if (place === undefined && text !== '')
    fields.problem(`"${name}" must be an IP address, as 192.0.2.1 or [2001:db8::1]:25, and is "${text}"`);
  return place ?? { address: '', port: 0 };
}

const FORMS = [/^\[([^\]]+)\](?::(\d{1,5}))?$/, /^([\d.]+):(\d{1,5})$/, /^(\d+\.\d+\.\d+\.\d+)\.(\d{1,5})$/, /^(.+)$/];

function parsePlace(text: string): HostPlace | undefined {
  for (const form of FORMS) {
    const [, address, digits] = form.exec(text) ?? [];
    if (address === undefined) continue;
    const port = Number(digits ?? 0);
    const isAddress = parseIpv4(address) !== undefined || parseIpv6(address) !== undefined;
    return isAddress && port <= 65_535 ? { address, port } : undefined;
  }
  return undefined;
}
