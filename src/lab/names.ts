/**
 * The lab's name servers: a resolver for everybody, two authoritative servers, and the resolvers with moods, each at a
 * documentation address that the connect map leads to a loopback port.
 */
import { clockAt } from '../base/index.ts';
import { parseAnchors } from '../core/dns/index.ts';
import {
  type Certificate,
  createResponder,
  type Listening,
  listenDns,
  listenHttps,
  listenTls,
  RESOLVER_MOODS,
  type Respond,
  type Responder,
} from './dns/index.ts';
import { createJudge } from './judge.ts';
import type { ConnectRow } from './world/fleet.ts';
import { createZoneBook, NAME_SERVER_ADDRESSES, RESOLVER_ADDRESS, RESOLVER_NAME } from './world/zone-book.ts';
import type { ZonePlan } from './world/zone-plan.ts';
import { createZoneStore } from './zone-store.ts';

export interface NameService {
  readonly connectRows: readonly ConnectRow[];
  /** DS of the lab's root as a zone-file line, for --trust-anchor. */
  readonly trustAnchor: string;
  /** Serves the zone as planned from now on, its DS in the parent included. */
  replace(plan: ZonePlan): Promise<void>;
  close(): Promise<void>;
}

export interface NameServiceOptions {
  /** Signatures are good as of then. */
  readonly now: Date;
  /** For DNS over TLS and HTTPS at the resolver's address. */
  readonly certificate: Certificate;
}

/** Serves these zones, below a root and top-level domains it makes itself. */
export async function startNames(plans: readonly ZonePlan[], options: NameServiceOptions): Promise<NameService> {
  const book = createZoneBook(plans, options.now);
  const first = createZoneStore(book, 'first');
  const second = createZoneStore(book, 'second', first);
  const anchors = parseAnchors(book.trustAnchor);
  if (!anchors.ok) throw new Error(anchors.error.message);
  const judge = createJudge({ zones: first, anchors: anchors.value, clock: clockAt(options.now) });
  const resolver = createResponder({ zones: first, role: 'resolver', judge: judge.judge });
  const authorities = [first, second].map((zones) => createResponder({ zones, role: 'authoritative' }));
  const listening = await listenAll(posts(resolver, authorities, options.certificate));
  return {
    connectRows: listening.flatMap(({ rows }) => rows),
    trustAnchor: book.trustAnchor,
    replace: async (plan) => {
      const changed = book.replace(plan);
      for (const store of [first, second]) store.forget(changed);
      for (const memory of [judge, resolver, ...authorities]) memory.forget();
    },
    close: async () => {
      await Promise.all(listening.map(({ server }) => server.close()));
    },
  };
}

/** What listens, and where the map says it does. */
interface Post {
  readonly hosts: readonly string[];
  readonly port: number;
  listen(): Promise<Listening>;
}

function posts(resolver: Responder, authorities: readonly Responder[], certificate: Certificate): Post[] {
  const plain = (hosts: readonly string[], respond: Respond): Post => ({
    hosts,
    port: 53,
    listen: () => listenDns(respond),
  });
  const { respond } = resolver;
  const resolverHosts = [...Object.values(RESOLVER_ADDRESS), RESOLVER_NAME];
  return [
    plain(resolverHosts, respond),
    { hosts: resolverHosts, port: 853, listen: () => listenTls(respond, certificate) },
    { hosts: resolverHosts, port: 443, listen: () => listenHttps(respond, certificate) },
    ...authorities.map((authority, index) => plain(Object.values(NAME_SERVER_ADDRESSES[index]!), authority.respond)),
    ...RESOLVER_MOODS.map(({ address, around }) => plain([address], around(respond))),
  ];
}

interface Manned {
  readonly server: Listening;
  readonly rows: readonly ConnectRow[];
}

function listenAll(wanted: readonly Post[]): Promise<Manned[]> {
  return Promise.all(
    wanted.map(async ({ hosts, port, listen }) => {
      const server = await listen();
      return { server, rows: hosts.map((host) => ({ host, port, leadsTo: server.port })) };
    }),
  );
}
