/** `${readsocket`: a request to a socket, TCP or in the file system, and everything that comes back (Exim spec §11.5). */
import { lookup } from 'node:dns/promises';
import { systemErrorText, thrownErrorText } from '../../../base/index.ts';
import { type Connection, createNet, type Net } from '../../../core/net/index.ts';
import {
  beforeZero,
  deferred,
  type Failure,
  failed,
  isFailure,
  type SocketQuestion,
  type Text,
  textOf,
} from '../../expand/index.ts';
import { fromOctets } from '../octets.ts';
import { readFileText } from './files.ts';

/** An answer becomes a string of an expansion. */
const MAX_ANSWER_OCTETS = 1024 * 1024;

/** What cannot be had is put off, as a look-up is: whatever is wrong with a socket may be right soon. */
export async function readSocketText(question: SocketQuestion): Promise<Text | Failure> {
  const net = createNet();
  try {
    const connection = await connectTo(net, question);
    const answer = 'kind' in connection ? connection : await exchange(connection, question);
    return isFailure(answer) ? deferred(answer.message) : answer;
  } finally {
    await net.close();
  }
}

async function connectTo(net: Net, question: SocketQuestion): Promise<Connection | Failure> {
  const { where, timeoutMs, tls, sni } = question;
  const dialled = where.startsWith('inet:')
    ? await dialHost(net, where.slice(5), timeoutMs)
    : await dialPath(net, where, timeoutMs);
  if ('kind' in dialled || !tls) return dialled;
  const secured = await net.startTls(dialled, { timeoutMs, ...(sni !== undefined && { serverName: sni }) });
  return secured.ok ? secured.value : failed(`failed to start TLS to ${where}: ${secured.error.message}`);
}

async function dialPath(net: Net, path: string, timeoutMs: number): Promise<Connection | Failure> {
  if (!path.startsWith('/')) return failed(`failed to connect to socket ${path}: No such file or directory`);
  const dialled = await net.dial(fromOctets(path), 0, { timeoutMs });
  return dialled.ok ? dialled.value : failed(`failed to connect to socket ${path}: ${whyNot(dialled.error)}`);
}

/** `host:port`; an IPv6 address stands in brackets. */
async function dialHost(net: Net, place: string, timeoutMs: number): Promise<Connection | Failure> {
  const [, bracketed, plain, service] = /^(?:\[([^\]]*)\]|([^:]*)):(.*)$/s.exec(place) ?? [];
  const host = bracketed ?? plain;
  const shown = bracketed === undefined ? host : `[${bracketed}]`;
  if (host === undefined) return failed(`missing port number for "inet:${place}"`);
  const port = portOf(service!);
  if (port === undefined) return failed(`unknown port "${service}"`);
  const addresses = await addressesOf(host);
  if (addresses.length === 0) return failed(`no IP address found for host ${shown}`);
  let why = '';
  for (const address of addresses) {
    const dialled = await net.dial(address, port, { timeoutMs });
    if (dialled.ok) return dialled.value;
    why = whyNot(dialled.error);
  }
  return failed(`failed to connect to any address for ${shown}: ${why}`);
}

/** A number, or a name that the system knows. */
function portOf(service: string): number | undefined {
  const port = Number(/^\d+$/.test(service) ? service : namedPort(service));
  return port > 0 && port < 65_536 ? port : undefined;
}

function namedPort(service: string): string | undefined {
  const content = /^[a-z][\w-]*$/i.test(service) ? readFileText('/etc/services') : undefined;
  if (content?.kind !== 'text') return undefined;
  return new RegExp(`^${service}\\s+(\\d+)/tcp`, 'm').exec(content.text)?.[1];
}

async function addressesOf(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

const WHY: Readonly<Record<string, string>> = {
  'net/refused': 'ECONNREFUSED',
  'net/timeout': 'ETIMEDOUT',
  'net/unreachable': 'ENETUNREACH',
};

const whyNot = ({ code, message }: { readonly code: string; readonly message: string }): string =>
  WHY[code] === undefined ? missingOr(message) : systemErrorText(WHY[code]);

const missingOr = (message: string): string => {
  const system = /\b(E[A-Z]{3,})\b/.exec(message)?.[1];
  return system === undefined ? message : systemErrorText(system);
};

/** Until the other side ends, or time is up. */
function exchange(
  { stream, destroy }: Connection,
  { request, shutdown, timeoutMs, tls, octets = false }: SocketQuestion,
) {
  return new Promise<Text | Failure>((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    const finish = (answer: Text | Failure): void => {
      clearTimeout(timer);
      destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => finish(failed('socket read timed out')), timeoutMs);
    stream.on('data', (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size > MAX_ANSWER_OCTETS) finish(failed(`socket answered more than ${MAX_ANSWER_OCTETS} octets`));
    });
    stream.on('end', () => {
      const said = Buffer.concat(parts).toString('latin1');
      finish(textOf(octets ? said : beforeZero(said), true));
    });
    stream.on('error', (cause) => finish(failed(`read error on socket: ${thrownErrorText(cause)}`)));
    stream.write(Buffer.from(request, 'latin1'));
    if (shutdown && !tls) stream.end();
  });
}
