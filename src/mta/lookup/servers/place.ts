/** One server of a list: `host[:port][(socket)][[word]]`, and behind slashes a database, a user, a password. */
import { deferred, type Failure } from '../../expand/index.ts';

export interface ServerPlace {
  readonly host: string;
  readonly port?: number;
  readonly socket?: string;
  /** What stands in brackets: a group for mysql, `tls` for redis. */
  readonly word?: string;
  /** What stands behind the slashes, the password last. */
  readonly fields: readonly string[];
  /** What may be shown: no password. */
  readonly shown: string;
}

/**
 * @param name   in messages: `MySQL`
 * @param count  of fields; each has its slash, be it empty
 */
export function parseServer(name: string, text: string, count: number): ServerPlace | Failure {
  const parts = splitFromRight(text, count);
  if (parts === undefined) return deferred(`incomplete ${name} server data: ${withoutPassword(text)}`);
  const [head, ...fields] = parts;
  const socket = /\(([^)]*)\)?/.exec(head)?.[1];
  const word = /\[([^\]]*)\]?/.exec(head)?.[1];
  const { host, port } = readHost(head.replace(/[([].*$/s, ''));
  if (host.includes('/')) return deferred(`unexpected slash in ${name} server hostname: ${host}`);
  return {
    host,
    fields,
    shown: socket ?? (port === undefined ? host : `${host}:${port}`),
    ...(port !== undefined && { port }),
    ...(socket !== undefined && { socket }),
    ...(word !== undefined && { word }),
  };
}

/** A password may hold anything but a slash, a path any slashes: so fields are counted from the right. */
function splitFromRight(text: string, count: number): [string, ...string[]] | undefined {
  const fields: string[] = [];
  let head = text;
  for (let index = 0; index < count; index += 1) {
    const slash = head.lastIndexOf('/');
    if (slash < 0) return undefined;
    fields.unshift(head.slice(slash + 1));
    head = head.slice(0, slash);
  }
  return [head, ...fields];
}

const withoutPassword = (text: string): string => (text.includes('/') ? text.slice(0, text.lastIndexOf('/')) : text);

/** One colon stands before a port; with more it is an IPv6 address, whose port stands behind a dot. */
function readHost(text: string): { readonly host: string; readonly port?: number } {
  const colons = text.split(':').length - 1;
  const at = colons > 1 ? text.lastIndexOf('.') : text.indexOf(':');
  if (at < 0) return { host: text };
  const port = Number.parseInt(text.slice(at + 1), 10);
  return { host: text.slice(0, at), port: port >= 0 && port < 65_536 ? port : 0 };
}
