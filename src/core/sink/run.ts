/** A sink from its start to its end. */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { type Listener, listen, type ServedConnection, serve, type TlsAcceptor } from '../net/index.ts';
import { readProxyHeader } from '../proxy/index.ts';
import { createServerSession, type Question, type SessionConfig } from '../smtp/index.ts';
import { lazyAcceptor } from './certificate.ts';
import { MECHANISMS } from './credentials.ts';
import { type Shared, SinkHost } from './host.ts';
import { createRateLimit } from './rate.ts';
import { createRuleBook, type RuleBook } from './script/match.ts';
import { STAGES } from './script/types.ts';
import { openStore } from './store/registry.ts';
import type { SinkOptions, SinkPorts, SinkTotals } from './types.ts';

export interface RunningSink {
  readonly address: string;
  readonly port: number;
  readonly totals: Readonly<SinkTotals>;
  /** Resolves when the last message was counted and its connection has ended, or after `close`. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** For clients to say goodbye once the last message is there. */
const FAREWELL_MS = 2000;

export async function startSink(options: SinkOptions, ports: SinkPorts): Promise<Result<RunningSink, Failure>> {
  const store = await openStore(options.store);
  if (!store.ok) return store;
  const sink = new Sink(options, ports, store.value);
  const { address, port, limits, name } = options;
  const listening = await listen({
    address,
    port,
    maxConnections: limits.connections,
    overflow: `421 ${name}: Too many concurrent SMTP connections; please try again later.\r\n`,
    backlog: 1024,
    serve: (connection) => void sink.take(connection),
  });
  if (!listening.ok) return err(listening.error);
  return ok(sink.run(listening.value));
}

class Sink {
  private readonly shared: Shared;
  private readonly config: SessionConfig;
  private readonly acceptor: TlsAcceptor | undefined;
  private end = (): void => {};

  constructor(options: SinkOptions, ports: SinkPorts, store: Shared['store']) {
    const totals = noTotals();
    const rules = createRuleBook(options.script);
    const limit = options.rate === undefined ? () => true : createRateLimit(options.rate, ports.monotonicMs);
    const { count = Number.POSITIVE_INFINITY } = options;
    this.shared = {
      options,
      ports,
      totals,
      rules,
      store,
      mayBegin: () => totals.messages < count && limit(),
      taken: () => {
        if (totals.messages >= count) this.end();
      },
    };
    this.config = configOf(options, rules);
    this.acceptor = acceptorOf(options);
  }

  run(listener: Listener): RunningSink {
    const ended = new Promise<void>((resolve) => {
      this.end = () => {
        const timer = setTimeout(() => void listener.close(), FAREWELL_MS);
        void listener.stop().then(() => {
          clearTimeout(timer);
          resolve();
        });
      };
    });
    const close = (): Promise<void> => {
      this.end();
      return listener.close();
    };
    return { address: listener.address, port: listener.port, totals: this.shared.totals, ended, close };
  }

  async take(connection: ServedConnection): Promise<void> {
    const { options, totals } = this.shared;
    totals.connections += 1;
    const number = totals.connections;
    let ip = connection.remote.address;
    let first: Uint8Array | undefined;
    if (options.expectsProxy) {
      const fronted = await readProxyHeader(connection.stream, PROXY_HEADER_MS);
      if (fronted.kind !== 'header') {
        totals.turnedAway += 1;
        return connection.destroy();
      }
      ip = fronted.header.source?.address ?? ip;
      first = fronted.rest;
    }
    const host = new SinkHost(this.shared, { number, ip, drop: () => connection.destroy() });
    const session = createServerSession({ ...this.config, client: { address: ip } });
    serve(connection, session, host, {
      idleMs: options.limits.idleMs,
      totalMs: options.limits.totalMs,
      hearsFirst: options.enforcesSync,
      tlsOnConnect: options.tls.kind !== 'none' && options.tls.onConnect,
      ...(this.acceptor !== undefined && { acceptor: this.acceptor }),
      ...(first !== undefined && { first }),
      ended: () => {},
    });
  }
}

/** A proxy has its header ready; so it is to come soon. */
const PROXY_HEADER_MS = 5000;

function acceptorOf({ tls, name }: SinkOptions): TlsAcceptor | undefined {
  if (tls.kind === 'none') return undefined;
  const acceptor = lazyAcceptor(tls, name);
  return { accept: async (stream) => (await acceptor()).accept(stream) };
}

/** Only what has rules is asked; the rest is accepted without a turn through the host. */
function configOf(options: SinkOptions, rules: RuleBook): SessionConfig {
  const { name, protocol, offers, bare, enforcesSync, credentials, limits, tls } = options;
  const asks = new Set<Question['kind']>(['mail', 'message', 'auth']);
  for (const stage of STAGES) if (stage !== 'recipient' && rules.has(stage)) asks.add(stage);
  return {
    name,
    protocol,
    client: { address: '' },
    offers: {
      ...offers,
      startTls: tls.kind !== 'none' && !tls.onConnect && offers.startTls === true,
      ...(credentials !== undefined && { auth: MECHANISMS }),
    },
    limits: {
      errors: MAX_ERRORS,
      unknownCommands: MAX_ERRORS,
      ...(limits.recipients !== undefined && { recipients: limits.recipients }),
    },
    bare,
    enforcesSync,
    requiresHelo: false,
    takesJunkHelo: true,
    takesUnqualified: { sender: true, recipient: true },
    asks,
  };
}

/** A client that is tried out may err more often than one that should be served. */
const MAX_ERRORS = 20;

const noTotals = (): SinkTotals => ({
  connections: 0,
  turnedAway: 0,
  messages: 0,
  recipients: 0,
  octets: 0,
  refused: 0,
  abandoned: 0,
  secured: 0,
  authenticated: 0,
});
