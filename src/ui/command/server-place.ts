/** A server as commands take it: HOST:PORT, or HOST alone where `--starttls` says what is spoken there. */
import { parseReference } from '../../core/pki/index.ts';
import { protocolOfPort, STARTTLS_PROTOCOLS, type StartTlsProtocol, startTlsRows } from '../../core/tls/index.ts';
import type { Fields } from './fields.ts';

export interface ServerPlace {
  /** A name in A-labels, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly protocol: StartTlsProtocol;
}

const HOST_PORT = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s/:[\]]+)):(\d{1,5})$/;

/** Has it the form of one, where a file could be named as well? */
export const looksLikeServer = (text: string): boolean => HOST_PORT.test(text);

/** The field of this name; what is wrong with it is noted in `fields`. */
export const readServerPlace = (fields: Fields, name: string): ServerPlace =>
  parseServerPlace(fields.text(name, 'a server: HOST:PORT'), fields);

/** `mx.example.org:25`, `[2001:db8::1]:465`; the protocol is `--starttls`, or what is usual on the port. */
export function parseServerPlace(text: string, fields: Fields): ServerPlace {
  const protocol = fields.oneOf('starttls', STARTTLS_PROTOCOLS);
  const match = HOST_PORT.exec(text);
  const host = match?.[1] ?? match?.[2] ?? text.replace(/^\[(.*)\]$/, '$1');
  const port = match === null ? usualPort(text, protocol, fields) : readPort(match[3]!, text, fields);
  return { host: readHost(host, fields), port, protocol: protocol ?? protocolOfPort(port) };
}

function readPort(digits: string, text: string, fields: Fields): number {
  const port = Number(digits);
  if (port < 1 || port > 65_535) fields.problem(`"${text}" names no port: it must be from 1 to 65535`);
  return port;
}

function usualPort(text: string, protocol: StartTlsProtocol | undefined, fields: Fields): number {
  if (text === '') return 1;
  if (protocol !== undefined && protocol !== 'none') return startTlsRows[protocol].port;
  fields.problem(`"${text}" has no port: give HOST:PORT, or --starttls for the usual port of a protocol`);
  return 1;
}

function readHost(host: string, fields: Fields): string {
  if (host === '') return '';
  const reference = fields.take(parseReference(host), undefined);
  return reference?.kind === 'host' ? reference.name : host;
}

export const showServerPlace = ({ host, port }: Pick<ServerPlace, 'host' | 'port'>): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
