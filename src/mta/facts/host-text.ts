/** The client in words: as logs have it, and as a Received field has it. */
import type { Connection } from './connection.ts';

export interface HostTextOptions {
  /** The log selector incoming_port: the port behind the address, unless nobody knows it (0). */
  readonly withPort: boolean;
  /** The log selector incoming_interface: where the client came in. */
  readonly withInterface?: boolean;
}

/** `name (helo) [192.0.2.1]`; empty for a caller who came by no network. */
export function fullHost(connection: Connection, { withPort }: HostTextOptions): string {
  const { client } = connection;
  if (client === undefined) return '';
  const name = toldName(connection);
  const helo = name === undefined ? connection.helo?.name : shownHelo(connection);
  return [
    name,
    helo === undefined ? undefined : `(${helo})`,
    `[${client.address}]${withPort && client.port > 0 ? `:${client.port}` : ''}`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** `H=name (helo) [192.0.2.1] U=ident`, as log lines begin. */
export function hostAndIdent(connection: Connection, options: HostTextOptions): string {
  const { ident, client } = connection;
  if (client === undefined) return `U=${ident ?? 'unknown'}`;
  return `H=${fullHost(connection, options)}${localInterface(connection, options)}${ident === undefined ? '' : ` U=${ident}`}`;
}

const localInterface = ({ local }: Connection, { withInterface = false }: HostTextOptions): string =>
  withInterface && local !== undefined ? ` I=[${local.address}]:${local.port}` : '';

/** `name ([192.0.2.1] helo=other ident=who)`, and without a name the address first. */
export function receivedHost(connection: Connection, { withPort }: HostTextOptions): string {
  const { client, ident } = connection;
  if (client === undefined) return '';
  const name = toldName(connection);
  const helo = shownHelo(connection);
  const address = `[${client.address}]`;
  const port = withPort && client.port > 0 ? client.port : undefined;
  const details = [helo === undefined ? undefined : `helo=${helo}`, ident === undefined ? undefined : `ident=${ident}`];
  // Three things in brackets are too long for a line of a field.
  const blank = helo !== undefined && ident !== undefined ? '\n\t' : ' ';
  if (name !== undefined)
    return `${name}${blank}(${words([`${address}${port === undefined ? '' : `:${port}`}`, ...details])})`;
  const behind = words([port === undefined ? undefined : `port=${port}`, ...details]);
  return behind === '' ? address : `${address} (${behind})`;
}

const words = (parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' ');

export const foundName = ({ hostName }: Connection): string | undefined =>
  hostName?.kind === 'found' ? hostName.name : undefined;

/** As logs and Received fields have it. */
export const toldName = (connection: Connection): string | undefined =>
  connection.isNameUntold === true ? undefined : foundName(connection);

/** What HELO said is left out where it says no more than is there already. */
function shownHelo(connection: Connection): string | undefined {
  const { helo, client } = connection;
  if (helo === undefined) return undefined;
  const [, literal] = /^\[(?:IPv6:)?(.*)\]$/i.exec(helo.name) ?? [];
  const said = literal ?? helo.name;
  const known = literal === undefined ? toldName(connection) : client?.address;
  return known !== undefined && said.toLowerCase() === known.toLowerCase() ? undefined : helo.name;
}
