/** Which server: one that is named, a socket, or the MX hosts of a domain. */
import { parseName } from '../../../core/dns/index.ts';
import { parseReference } from '../../../core/pki/index.ts';
import type { Destination } from '../../../core/send/index.ts';
import type { Fields } from '../fields.ts';
import type { Envelope } from './envelope.ts';

export function readDestination(fields: Fields, { domain }: Envelope, usualPort: number): Destination {
  const given = ['server', 'socket', 'copyRouting'].filter((name) => fields.has(name));
  if (given.length > 1) fields.problem('--server, --socket and --copy-routing exclude each other');
  const port = fields.integer('port', { min: 1, max: 65_535 }) ?? usualPort;
  if (fields.has('socket')) {
    const path = fields.text('socket', 'the path of a socket');
    return { kind: 'socket', path: path.startsWith('/') ? path : `${process.cwd()}/${path}` };
  }
  if (fields.has('server')) return readServer(fields, port);
  if (fields.has('copyRouting')) return toDomain(fields.text('copyRouting', 'a domain'), port, fields);
  if (domain === undefined) {
    fields.problem('"server" is missing: give HOST[:PORT], or a recipient with a domain');
    return { kind: 'server', host: '', port };
  }
  if (typeof domain === 'string') return toDomain(domain, port, fields);
  if (domain.kind === 'general') fields.problem('the address literal of the recipient is none that can be dialled');
  return { kind: 'server', host: domain.kind === 'general' ? '' : domain.address, port };
}

function toDomain(text: string, port: number, fields: Fields): Destination {
  return { kind: 'domain', domain: fields.take(parseName(text), ''), port };
}

/** HOST, HOST:PORT, [HOST]:PORT and HOST/PORT, as swaks takes them. */
function readServer(fields: Fields, otherwise: number): Destination {
  const text = fields.text('server', 'a server: HOST[:PORT]');
  const match =
    /^(?:\[([^\]\s]+)\]|([^\s:/[\]]+)|([0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*))(?:[:/](\d{1,5}))?$/.exec(text);
  if (match === null && text !== '') fields.problem(`"server" must be HOST[:PORT], and is "${text.slice(0, 80)}"`);
  const port = match?.[4] === undefined ? otherwise : Number(match[4]);
  if (port < 1 || port > 65_535) fields.problem(`"server" names port ${port}: it must be from 1 to 65535`);
  const host = match?.[1] ?? match?.[2] ?? match?.[3] ?? '';
  const reference = host === '' ? undefined : fields.take(parseReference(host), undefined);
  return { kind: 'server', host: reference?.kind === 'host' ? reference.name : host, port };
}
