/** Which user of the client's host has opened the connection, as that host says (RFC 1413). */
import type { Connection, Net } from '../../core/net/index.ts';

export type IdentAnswer =
  /** As it was said: octets, of which only what can be printed should be shown. */
  | { readonly kind: 'user'; readonly name: string }
  | { readonly kind: 'none' }
  /** The host took no connection in that time, and refused none. */
  | { readonly kind: 'no-connection' };

export interface IdentQuestion {
  readonly client: Place;
  readonly local: Place;
  /** For the connection, and again for the answer. */
  readonly timeoutMs: number;
}

interface Place {
  readonly address: string;
  readonly port: number;
}

/** RFC 1413 §4. */
const PORT = 113;
/** RFC 1413 §6 gives 1000 characters to a reply. */
const MAX_OCTETS = 2048;

export async function askIdent(net: Pick<Net, 'dial'>, question: IdentQuestion): Promise<IdentAnswer> {
  const { client, local, timeoutMs } = question;
  const dialled = await net.dial(client.address, PORT, { timeoutMs, source: local.address });
  if (!dialled.ok) return { kind: dialled.error.code === 'net/timeout' ? 'no-connection' : 'none' };
  const line = await readLine(dialled.value, `${client.port} , ${local.port}\r\n`, timeoutMs);
  dialled.value.destroy();
  const name = line === undefined ? undefined : readIdentReply(line, client.port, local.port);
  return name === undefined ? { kind: 'none' } : { kind: 'user', name };
}

/**
 * `6191, 23 : USERID : UNIX : stjohns`: the ports as they were asked, an operating system nobody cares for, and the name to
 * the end of the line.
 */
export function readIdentReply(line: string, clientPort: number, localPort: number): string | undefined {
  const [, theirs, ours, name] = /^\s*(\d+)\s*,\s*(\d+)\s*:\s*USERID\s*:[^:]*:[ \t]*([^\s\0][^\0]*)$/.exec(line) ?? [];
  return Number(theirs) === clientPort && Number(ours) === localPort ? name : undefined;
}

/** Up to its end, LF; undefined where none comes. */
function readLine({ stream }: Connection, question: string, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let octets = '';
    const end = (line?: string): void => {
      clearTimeout(timer);
      resolve(line);
    };
    const timer = setTimeout(end, timeoutMs);
    stream.on('error', () => end()).once('close', () => end());
    stream.on('data', (bytes: Buffer) => {
      octets += bytes.toString('latin1');
      const lf = octets.indexOf('\n');
      if (lf >= 0) end(octets.slice(0, lf).replace(/\r$/, ''));
      else if (octets.length > MAX_OCTETS) end();
    });
    stream.write(question);
  });
}
