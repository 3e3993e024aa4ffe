/** A connection to a scanner: what is sent, what comes back, all of it before a deadline. */
import { createReadStream } from 'node:fs';
import type { Duplex } from 'node:stream';
import { addressFamily, err, ok, type Result } from '../../base/index.ts';
import type { Connection, NetError } from '../../core/net/index.ts';
import type { ScanWorld } from './types.ts';

export type Place =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly ports: readonly number[] };

/** What went wrong, in Exim's words, and where it is said to be. */
export interface PlaceTrouble {
  readonly where: string;
  readonly message: string;
}

const CONNECT_MS = 5_000;

/** `/path`, `host port`, `host first-last`; text: what is wrong with it. */
export function readPlace(text: string): Place | string {
  if (text.startsWith('/')) return { kind: 'socket', path: text };
  const [host = '', port = '', ...more] = text.trim().split(/\s+/);
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(port) ?? [];
  if (first === undefined || more.length > 0) return `unable to parse socket address specification "${text}"`;
  const count = Math.min(Math.max(Number(last) - Number(first) + 1, 1), 256);
  return { kind: 'tcp', host, ports: Array.from({ length: count }, (_, index) => Number(first) + index) };
}

/** @param deadlineMs  by the clock of `performance.now()` */
export async function converse(
  place: Place,
  deadlineMs: number,
  world: ScanWorld,
): Promise<Result<Conversation, PlaceTrouble>> {
  if (place.kind === 'socket') {
    const dialled = await dial(place.path, 0, deadlineMs, world);
    if (dialled.ok) return ok(new Conversation(dialled.value, deadlineMs));
    return err({
      where: place.path,
      message: `unable to connect to UNIX socket (${place.path}): ${whyNot(dialled.error)}`,
    });
  }
  const { host, ports } = place;
  const addresses = addressFamily(host) === 0 ? await world.addressesOf(host) : [host];
  if (addresses === undefined || addresses.length === 0)
    return err({ where: host, message: `no IP address found for host ${host}` });
  let trouble: PlaceTrouble | undefined;
  for (const address of addresses)
    for (const port of ports) {
      const dialled = await dial(address, port, deadlineMs, world);
      if (dialled.ok) return ok(new Conversation(dialled.value, deadlineMs));
      const message = `failed to connect to any address for ${host}: ${whyNot(dialled.error)}`;
      trouble = { where: `[${address}]:${port}`, message };
    }
  return err(trouble!);
}

function dial(
  address: string,
  port: number,
  deadlineMs: number,
  { net }: ScanWorld,
): Promise<Result<Connection, NetError>> {
  const left = Math.max(1, deadlineMs - performance.now());
  return net.dial(address, port, { timeoutMs: Math.min(CONNECT_MS, left) });
}

function whyNot({ code, message }: NetError): string {
  if (code === 'net/refused') return 'Connection refused';
  if (code === 'net/timeout') return 'Connection timed out';
  if (/ENOENT|no such/i.test(message)) return 'No such file or directory';
  if (/EACCES|permission/i.test(message)) return 'Permission denied';
  return message.replace(/^.*?: /, '');
}

export type Received = Result<string, 'timeout' | 'EOF'>;

export class Conversation {
  private readonly connection: Connection;
  private readonly stream: Duplex;
  private readonly deadline: NodeJS.Timeout;
  private readonly parts: AsyncIterator<Uint8Array>;
  private held = '';
  private isLate = false;

  constructor(connection: Connection, deadlineMs: number) {
    this.connection = connection;
    this.stream = connection.stream;
    this.stream.on('error', () => undefined);
    this.parts = this.stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    this.deadline = setTimeout(
      () => {
        this.isLate = true;
        connection.destroy();
      },
      Math.max(1, deadlineMs - performance.now()),
    );
  }

  /** Octets as characters; resolves when they are on their way, and tells whether they are. */
  send(octets: string | Uint8Array): Promise<boolean> {
    if (this.stream.destroyed || !this.stream.writable) return Promise.resolve(false);
    const bytes = typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets;
    return new Promise((resolve) => {
      const gone = (): void => resolve(false);
      this.stream.once('close', gone);
      this.stream.write(bytes, (error) => {
        this.stream.removeListener('close', gone);
        resolve(error === null || error === undefined);
      });
    });
  }

  /** @param wrap  what is put around each part */
  async sendFile(path: string, wrap: (part: Buffer) => Uint8Array = (part) => part): Promise<boolean> {
    for await (const part of createReadStream(path, { highWaterMark: 64 * 1024 }))
      if (!(await this.send(wrap(part as Buffer)))) return false;
    return true;
  }

  /** Nothing more is said from here. */
  endSending(): void {
    if (!this.stream.destroyed) this.stream.end();
  }

  /** A line without its end (LF, perhaps with CR); at most so many octets of it. */
  line(most: number): Promise<Received> {
    return this.until(
      (held) => held.includes('\n') || held.length >= most,
      () => {
        const lf = this.held.indexOf('\n');
        const end = lf < 0 ? Math.min(this.held.length, most) : lf;
        const line = this.held.slice(0, end);
        this.held = this.held.slice(lf < 0 ? end : lf + 1);
        return line.replace(/\r$/, '');
      },
    );
  }

  /** So many octets, or fewer where the other side ends. */
  exactly(octets: number): Promise<Received> {
    return this.until(
      (held) => held.length >= octets,
      () => {
        const said = this.held.slice(0, octets);
        this.held = this.held.slice(octets);
        return said;
      },
    );
  }

  /** All that comes until `isWhole` says so, the other side ends, or so many octets are there. */
  answer(most: number, isWhole: (held: string) => boolean = () => false): Promise<Received> {
    return this.until(
      (held) => held.length >= most || isWhole(held),
      () => {
        const said = this.held.slice(0, most);
        this.held = '';
        return said;
      },
    );
  }

  private async until(isEnough: (held: string) => boolean, take: () => string): Promise<Received> {
    while (!isEnough(this.held)) {
      const { value, done } = await this.parts.next().catch(() => ENDED);
      if (done === true) {
        if (this.isLate) return err('timeout');
        return this.held === '' ? err('EOF') : ok(take());
      }
      this.held += Buffer.from(value as Uint8Array).toString('latin1');
    }
    return ok(take());
  }

  close(): void {
    clearTimeout(this.deadline);
    this.connection.destroy();
  }
}

const ENDED = { value: undefined, done: true } as const;
