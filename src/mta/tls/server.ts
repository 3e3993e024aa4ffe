/** Server TLS from the configuration: for each connection its settings, its handshake, and what came of it. */
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type Clock, err, ok, type Result, systemClock } from '../../base/index.ts';
import {
  type ClientHello,
  chooseIdentity,
  type SecureSocket,
  type ServedIdentity,
  type TlsAcceptor,
  withHello,
} from '../../core/net/index.ts';
import { type Configuration, mainValue } from '../config/index.ts';
import { readList } from '../expand/index.ts';
import type { TlsFacts } from '../facts/index.ts';
import { checkMaterial } from './check.ts';
import { isDeniedByEvents } from './events.ts';
import { factsOf } from './handshake-facts.ts';
import { createMaterialCache, type Material } from './material.ts';
import { readOpensslOptions } from './openssl-options.ts';
import { createOptionReader, isProblem, type Matches, type Texts } from './options.ts';
import { createSelfSigned } from './self-signed.ts';
import type { ServerTls, TlsClient, TlsProblem } from './types.ts';

export interface ServerTlsOptions {
  readonly clock?: Clock;
  /** Processes that share it take up each other's sessions. */
  readonly ticketSecret?: Uint8Array;
  /** From the first octet of a handshake to its end. */
  readonly timeoutMs?: number;
}

const HANDSHAKE_MS = 60_000;

/** What a connection begins its handshake with. */
interface Ready {
  readonly texts: Texts;
  readonly matches: Matches;
  readonly material: Material;
}

export function createServerTls(configuration: Configuration, options: ServerTlsOptions = {}): ServerTls {
  const { clock = systemClock, ticketSecret = randomBytes(32), timeoutMs = HANDSHAKE_MS } = options;
  const reader = createOptionReader(configuration);
  const issue = createSelfSigned();
  const hostname = String(mainValue(configuration, 'primary_hostname') ?? 'localhost');
  const maxDhBits = Number(mainValue(configuration, 'tls_dh_max_bits') ?? 2236);
  const bits = readOpensslOptions(textOf(configuration, 'openssl_options'));
  const nowMs = (): number => clock.now().getTime();
  const cache = createMaterialCache({
    secureOptions: bits.ok ? bits.value : 0,
    maxDhBits,
    ticketSecret,
    nowMs,
    selfSigned: (at) => issue(hostname, at),
  });

  /** The files that these settings name, read; a problem has been logged. */
  const load = async (
    texts: Texts,
    matches: Matches,
    log: (line: string) => void,
  ): Promise<Result<Material, TlsProblem>> => {
    const asksCertificate = matches.tls_verify_hosts || matches.tls_try_verify_hosts;
    const wanted = { texts, asksCertificate, takesTickets: matches.tls_resumption_hosts };
    return cache.get(wanted, (remark) => log(`TLS: ${remark}`));
  };

  const ready = async (client: TlsClient): Promise<Result<Ready, TlsProblem>> => {
    if (!bits.ok) return bits;
    const texts = await reader.texts(client.host);
    if (isProblem(texts)) return err(texts);
    const matches = await reader.matches(client);
    if (isProblem(matches)) return err(matches);
    const material = await load(texts, matches, client.log);
    return material.ok ? ok({ texts, matches, material: material.value }) : material;
  };

  /** The material for the name that the client says, where the certificate depends on it. */
  const named = async (
    client: TlsClient,
    hello: ClientHello | undefined,
    now: Ready,
  ): Promise<Result<Ready, TlsProblem>> => {
    if (hello?.serverName === undefined) return ok(now);
    const texts = await reader.textsByName(client.host, hello.serverName, now.texts);
    if (isProblem(texts)) return err(texts);
    if (texts === now.texts) return ok(now);
    const material = await load(texts, now.matches, client.log);
    return material.ok ? ok({ ...now, texts, material: material.value }) : material;
  };

  const shake = async (client: TlsClient, start: Ready, stream: Duplex): Promise<SecureSocket | undefined> => {
    let isBegun = false;
    const socket = await withHello(stream, timeoutMs, async (hello) => {
      isBegun = true;
      const settled = await named(client, hello, start);
      if (!settled.ok) return refuse(client, problemText(settled.error), stream);
      return handshake(client, settled.value, hello, stream);
    });
    return isBegun ? socket : refuse(client, 'the connection ended before the handshake', stream);
  };

  const prepare = async (client: TlsClient): Promise<Result<TlsAcceptor, TlsProblem>> => {
    const start = await ready(client);
    if (start.ok) return ok({ accept: (stream) => shake(client, start.value, stream) });
    tellUnprepared(client, start.error);
    return start;
  };

  return {
    advertises: reader.advertises,
    prepare,
    acceptorFor: (client) => ({
      async accept(stream) {
        const prepared = await prepare(client);
        if (prepared.ok) return prepared.value.accept(stream);
        stream.destroy();
        return undefined;
      },
    }),
    check: (host) => checkMaterial({ configuration, bits, texts: () => reader.texts(host), load, nowMs }),
  };
}

function textOf(configuration: Configuration, name: string): string | undefined {
  const value = configuration.main.get(name)?.value;
  return typeof value === 'string' ? value : undefined;
}

function tellUnprepared(client: TlsClient, problem: TlsProblem): void {
  const { option, unexpanded, logged = `(configuration): ${problemText(problem)}`, loggedFirst } = problem;
  const about = `TLS error on connection from ${client.describe()}`;
  if (loggedFirst !== undefined) client.log(loggedFirst);
  if (unexpanded === undefined) client.log(`${about} ${logged}`);
  else {
    client.trouble(`expansion of ${option} failed: ${unexpanded}`);
    client.log(`${about} Internal error`);
  }
}

const problemText = ({ option, message }: TlsProblem): string => `${option}: ${message}`;

interface Failing {
  /** The step that failed, as Exim names it. */
  readonly at?: 'SSL_accept' | 'handshake';
  /** The client's, where it was that. */
  readonly certificate?: Uint8Array;
}

/** A handshake that came to nothing, for events and for the log. */
async function refuse(client: TlsClient, why: string, stream: Duplex, failing: Failing = {}): Promise<undefined> {
  const { at = 'SSL_accept', certificate } = failing;
  const about = certificate === undefined ? {} : { certificate };
  await client.raise?.({ name: 'tls:fail:connect', data: `(${at}): ${why}`, ...about });
  return end(client, why, stream, at);
}

function end(client: TlsClient, why: string, stream: Duplex, at = 'SSL_accept'): undefined {
  client.log(`TLS error on connection from ${client.describe()} (${at}): ${why}`);
  client.failed?.();
  stream.destroy();
  return undefined;
}

async function handshake(
  client: TlsClient,
  { texts, matches, material }: Ready,
  hello: ClientHello | undefined,
  stream: Duplex,
): Promise<SecureSocket | undefined> {
  const identities = material.stages.map(({ identity }) => identity) as [ServedIdentity, ...ServedIdentity[]];
  const identity = chooseIdentity(identities, hello);
  const stage = material.stages.find((one) => one.identity === identity)!;
  const { tls_verify_hosts: isRequired, tls_try_verify_hosts: isTried } = matches;
  const asksCertificate = isRequired || isTried;
  const alpn = protocolFor(hello?.alpn ?? [], texts.tls_alpn);
  if (hello !== undefined && hello.alpn.length > 1 && alpn === null)
    client.log(`TLS ALPN (${hello.alpn.join(':')}) rejected`);
  const hasProof = material.proofFor(identity) !== undefined;
  const shaken = await stage
    .shake(stream, { asksCertificate, ...(alpn !== undefined && { alpn }) })
    .catch((cause: Error) => refuse(client, opensslReason(cause), stream));
  if (shaken === undefined) return undefined;
  const { socket, clientFault } = shaken;
  if (matches.hosts_require_alpn && typeof alpn !== 'string')
    return refuse(client, 'ALPN required but not negotiated', socket, { at: 'handshake' });
  const shown = asksCertificate ? socket.getPeerX509Certificate() : undefined;
  const isDenied = shown !== undefined && (await isDeniedByEvents(client, socket));
  const isVerified = shown !== undefined && clientFault === undefined && !isDenied;
  const facts = (): TlsFacts =>
    factsOf(shaken, {
      ...{ onConnect: client.onConnect, hello, isVerified, hasProof },
      ownCertificate: material.own.get(identity)!.chain[0].der,
      takesTickets: matches.tls_resumption_hosts,
    });
  if (isRequired && !isVerified) {
    if (shown === undefined) return refuse(client, 'peer did not return a certificate', socket);
    if (isDenied)
      return refuse(client, 'certificate verify failed: denied by event_action', socket, { certificate: shown.raw });
    return unverified(client, `certificate verify failed: ${clientFault}`, socket, facts());
  }
  client.secured(facts());
  return socket;
}

/** As with GnuTLS: the handshake itself is done, and what it came to is known; the client hears its end. */
function unverified(client: TlsClient, why: string, socket: SecureSocket, facts: TlsFacts): undefined {
  client.log(`TLS error on connection from ${client.describe()} (SSL_accept): ${why}`);
  const { peerDn: _, ...shown } = facts; // who it says it is does not count
  client.failed?.(shown);
  socket.end(() => socket.destroy());
  return undefined;
}

/** One name that is ours is answered; several, or another, are refused (RFC 7301 §3.2; ALPACA). None is none. */
function protocolFor(offered: readonly string[], allowed: string | undefined): string | null | undefined {
  if (offered.length === 0 || allowed === undefined || allowed === '') return undefined;
  const [only] = offered;
  return offered.length === 1 && readList(allowed).items.includes(only!) ? only! : null;
}

/** OpenSSL's words without its file names: `wrong version number`. */
function opensslReason({ message }: Error): string {
  const [, said] = /^[0-9A-F]+:error:[0-9A-F]+:[^:]*:[^:]*:([^:]*):/.exec(message) ?? [];
  return said ?? message;
}
