/** A Net whose servers are functions: what a server hears, what it says. No sockets, no time. */
import { Duplex } from 'node:stream';
import { err, ok } from '../../../../src/base/index.ts';
import { decodeMessage, encodeMessage, type Message, questionOctets } from '../../../../src/core/dns/index.ts';
import type {
  HttpRequest,
  HttpResponse,
  Net,
  NetError,
  NetErrorCode,
  TlsOptions,
} from '../../../../src/core/net/types.ts';

export interface Script {
  /** Datagrams that come back for one, in order. */
  readonly udp?: (query: Uint8Array, address: string) => readonly Uint8Array[];
  /** Octets that come back for those of one write; `close` ends the connection. */
  readonly tcp?: (written: Uint8Array, connection: number) => readonly Uint8Array[] | 'close';
  readonly https?: (request: HttpRequest) => Partial<HttpResponse>;
  readonly refuse?: NetErrorCode;
}

export interface ScriptedNet extends Net {
  /** What was done, for the assertions: `udp 192.0.2.1`, `dial …`, `tls NAME`, `POST …`. */
  readonly log: string[];
}

export function scriptedNet(script: Script): ScriptedNet {
  const log: string[] = [];
  let connections = 0;
  return {
    log,
    exchangeDatagram: (address, _port, datagram, accept) => {
      log.push(`udp ${address}`);
      if (script.refuse !== undefined) return Promise.resolve(err(netError(script.refuse)));
      const reply = script.udp?.(datagram, address).find((one) => accept(one));
      return Promise.resolve(reply === undefined ? err(netError('net/timeout')) : ok(reply));
    },
    dial: (address, port) => {
      log.push(`dial ${address}:${port}`);
      if (script.refuse !== undefined) return Promise.resolve(err(netError(script.refuse)));
      connections += 1;
      const stream = scriptedStream(script, connections);
      return Promise.resolve(ok({ stream, remote: { address, port }, destroy: () => stream.destroy() }));
    },
    startTls: (connection, options: TlsOptions) => {
      log.push(`tls ${options.verifyName} ${options.alpn}`);
      const tls = {
        protocol: 'TLSv1.3',
        cipher: '',
        opensslCipher: '',
        chain: [],
        leafKeyType: 'ecdsa',
        handshakeMs: 1,
        isResumed: false,
        session: async () => undefined,
      };
      return Promise.resolve(ok({ ...connection, ...tls }));
    },
    fetch: (request) => {
      log.push(`${request.method} ${request.url}`);
      const response = script.https?.(request);
      const usual = { status: 200, headers: { 'content-type': 'application/dns-message' }, url: request.url };
      const body = new Uint8Array(0);
      return Promise.resolve(response === undefined ? err(netError('net/http')) : ok({ ...usual, body, ...response }));
    },
    close: () => Promise.resolve(),
  };
}

/** A response to a query, changed as the test likes; the question is repeated octet by octet. */
export function respond(query: Uint8Array, change: Partial<Message> = {}): Uint8Array {
  const read = decodeMessage(query);
  if (!read.ok) throw new Error(read.error.message);
  const flags = { ...read.value.flags, qr: true, ra: true, ...change.flags };
  return encodeMessage({ ...read.value, ...change, flags }, { question: questionOctets(query) });
}

function scriptedStream(script: Script, connection: number): Duplex {
  return new Duplex({
    read: () => {},
    write(chunk: Uint8Array, _encoding, done) {
      const said = script.tcp?.(chunk, connection) ?? [];
      if (said === 'close') this.push(null);
      else for (const octets of said) this.push(octets);
      done();
    },
  });
}

function netError(code: NetErrorCode): NetError {
  return { code, message: code, fault: 'network', temporary: true };
}
