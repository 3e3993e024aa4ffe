/** `-oM…`: what a trusted caller says of where a message came from, as if it had come from there. */
import { addressFamily } from '../../base/index.ts';

/** What nobody but a trusted caller may say. */
export interface Claims {
  readonly host?: Place;
  readonly interface?: Place;
  readonly authenticator?: string;
  readonly authenticatedId?: string;
  readonly authenticatedSender?: string;
  readonly protocol?: string;
  readonly hostName?: string;
  readonly ident?: string;
}

export interface Place {
  readonly address: string;
  readonly port: number;
}

export const CLAIM_FLAGS = /^-oM(?:a|aa|ai|as|i|r|s|t)()$/;

/** @returns what is wrong with it */
export function readClaim(flags: { claims: Claims }, word: string, value: string): string | undefined {
  const field = FIELDS[word]!;
  if (field === 'protocol' && flags.claims.protocol !== undefined) return 'received_protocol is set already';
  if (field !== 'host' && field !== 'interface') {
    flags.claims = { ...flags.claims, [field]: value };
    return undefined;
  }
  const place = readPlace(value);
  if (place === undefined) return ` abandoned: "${value}" is not an IP address`;
  flags.claims = { ...flags.claims, [field]: place };
  return undefined;
}

const FIELDS: Readonly<Record<string, keyof Claims>> = {
  '-oMa': 'host',
  '-oMaa': 'authenticator',
  '-oMai': 'authenticatedId',
  '-oMas': 'authenticatedSender',
  '-oMi': 'interface',
  '-oMr': 'protocol',
  '-oMs': 'hostName',
  '-oMt': 'ident',
};

/** `192.0.2.1`, `192.0.2.1.25`, `[2001:db8::1]:25`. */
function readPlace(text: string): Place | undefined {
  const [, bracketed, behind] = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text) ?? [];
  const [, dotted, last] = /^(\d+\.\d+\.\d+\.\d+|[0-9A-Fa-f:]+(?=\.))\.(\d{1,5})$/.exec(text) ?? [];
  const address = bracketed ?? dotted ?? text;
  const port = Number(behind ?? last ?? 0);
  return addressFamily(address) !== 0 && port < 65_536 ? { address, port } : undefined;
}
