/** A session tried without a network and without leaving anything behind (Exim's `-bh`). */

import { hostname } from 'node:os';
import { addressFamily, type Clock, err, ok, type Random, type Result, systemRandom } from '../../../base/index.ts';
import type { Resolver } from '../../../core/dns/index.ts';
import { createNet, type Net, openLocalStream } from '../../../core/net/index.ts';
import type { Datagram, DatagramAnswer } from '../../acl/index.ts';
import { type Configuration, mainValue } from '../../config/index.ts';
import { after, type Later } from '../../expand/index.ts';
import type { Endpoint } from '../../facts/index.ts';
import {
  createWorld,
  type FreeSpace,
  freeSpace,
  fromOctets,
  type HostConfiguration,
  hostConfiguration,
  localAddressesOf,
} from '../../host/index.ts';
import {
  entry,
  hostCheckLine,
  type LogEntry,
  linePrefixes,
  MAIN,
  MAIN_AND_PANIC,
  parseSelectors,
} from '../../log/index.ts';
import type { NamesPort } from '../../match/index.ts';
import { createMessageIds } from '../../message-id/index.ts';
import { askIdent, type IdentAnswer, type IdentQuestion, resolverOver } from '../../names/index.ts';
import { createScanners } from '../../scan/index.ts';
import { createMemorySpool } from '../../spool/index.ts';
import type { TransportHints } from '../../transport/index.ts';
import { type CalloutWorld, calloutWorld, createCache, createVerifier } from '../../verify/index.ts';
import { createReception } from '../reception.ts';
import { type DecisionData, decisionData, type SessionData } from './data.ts';
import { passingHints } from './hints.ts';
import { type Pump, pump } from './pump.ts';

export interface RehearsalWanted {
  readonly configuration: Configuration;
  readonly from: Endpoint;
  readonly to?: Endpoint;
  readonly clock: Clock;
  readonly random?: Random;
  readonly names: NamesPort;
  readonly resolver?: () => Later<Result<Resolver, { readonly message: string }>>;
  /** Told of every line of the log, as `-bh` shows it, when it is written. */
  readonly onLog?: (line: string) => void;
  /** The network for callouts; absent: hosts are not asked. */
  readonly callouts?: () => Later<{ readonly net: Net; readonly web: CalloutWorld['web'] } | undefined>;
  readonly onDecision?: (decision: DecisionData) => void;
}

export interface Rehearsal extends Pump {
  readonly close: () => Promise<void>;
}

/** @returns a failure where the configuration asks for what is not there: a log selector that is none */
export async function rehearse(wanted: RehearsalWanted): Promise<Result<Rehearsal, { readonly message: string }>> {
  const { configuration, clock, names, from, to, resolver, callouts, random = systemRandom } = wanted;
  const known = hostConfiguration(configuration);
  const selectors = parseSelectors(known.options.log_selector ?? '');
  if (!selectors.ok) return err(selectors.error);
  const world = createWorld({
    configuration: known,
    clock,
    random,
    names,
    ...(resolver !== undefined && { resolver }),
  });
  const logFormat = { selectors: selectors.value };
  // `-bh` shows what stands behind a usual stamp: milliseconds, time zone and process as well, where they are logged.
  const prefixAt = linePrefixes(selectors.value, mainValue(configuration, 'log_timezone') === true);
  const net = createNet();
  const spool = { ...createMemorySpool({ clock }), space: () => ok(spaceIn('spool', known) ?? ENDLESS) };
  const dns = resolver ?? (() => err({ message: 'there is no DNS here' }));
  const tell = (made: LogEntry, id?: string): void => {
    const isWanted = made.selector === undefined || selectors.value.has(made.selector);
    if (isWanted) wanted.onLog?.(hostCheckLine(prefixAt(clock.now(), id), made));
  };
  const surroundings = {
    ...{ configuration, clock, random, names },
    resolver: dns,
    searchDomains: () => [],
    hints: <V>(namespace: TransportHints) => spool.hints<V>(namespace),
    log: (line: string, panic = false) => tell(entry('transport', {}, line, panic ? MAIN_AND_PANIC : MAIN)),
  };
  const reception = createReception({
    configuration,
    hostConfiguration: known,
    world,
    clock,
    random,
    names,
    ...(callouts !== undefined && { identify: (question) => identifyBy(callouts, question) }),
    primaryHostname: known.options.primary_hostname ?? hostname(),
    logFormat,
    log: tell,
    ids: createMessageIds({ clock, pid: process.pid, shape: 'short' }),
    spool,
    logSpace: () => spaceIn('log', known),
    verifier: createVerifier({
      configuration,
      resolver: dns,
      names,
      localAddresses: localAddressesOf(known.options),
      searchDomains: () => [],
      ...(callouts !== undefined && {
        callouts: () =>
          after(callouts(), (network) =>
            network === undefined ? undefined : calloutWorld({ ...surroundings, ...network }),
          ),
      }),
      cache: createCache(spool.hints('callout'), configuration, () => clock.now().getTime()),
      log: (line, to) => tell(entry('routing', {}, line, to)),
      rewrote: (line) => tell(entry('rewritten', {}, line, MAIN, 'address_rewrite')),
    }),
    services: {
      hints: passingHints(),
      wait: () => undefined,
      datagram: (packet) => unsent(packet, names),
      ...(resolver !== undefined && { dns: resolverOver(resolver) }),
    },
    scanners: createScanners({ net, clock, random, addressesOf: names.addressesOf, wait: () => undefined }),
    connectLocal: openLocalStream,
    isRehearsal: true,
    observe: (decision) => wanted.onDecision?.(decisionData(decision)),
  });
  const opened = await reception.open({ source: 'smtp', client: from, ...(to !== undefined && { local: to }) });
  return ok({ ...pump(opened), close: () => closeAll(world, net) });
}

/** Nothing is stored, and what would be kept from being stored for want of room is refused all the same. */
const spaceIn = (where: 'spool' | 'log', { options }: HostConfiguration): FreeSpace | undefined =>
  freeSpace(where, { spoolDirectory: options.spool_directory ?? '', logFilePath: options.log_file_path });

/** Of a folder that is not there nobody knows. */
const ENDLESS: FreeSpace = { freeOctets: Number.POSITIVE_INFINITY, freeInodes: Number.POSITIVE_INFINITY };

/** Where a packet would go is looked up, and that is all. */
const unsent = ({ host }: Datagram, names: NamesPort): Later<DatagramAnswer> =>
  addressFamily(host) !== 0
    ? { kind: 'sent' }
    : after(names.addressesOf(host), (addresses) => {
        if (addresses === undefined) return { kind: 'no-address-now' };
        return { kind: addresses.length === 0 ? 'no-address' : 'sent' };
      });

async function identifyBy(
  open: NonNullable<RehearsalWanted['callouts']>,
  question: IdentQuestion,
): Promise<IdentAnswer> {
  const network = await open();
  return network === undefined ? { kind: 'none' } : askIdent(network.net, question);
}

async function closeAll(...opened: readonly { readonly close: () => Promise<void> }[]): Promise<void> {
  for (const { close } of opened) await close();
}

/** A whole dialogue at once. */
export async function sessionData(
  wanted: RehearsalWanted,
  lines: readonly string[],
): Promise<Result<SessionData, { readonly message: string }>> {
  const log: string[] = [];
  const decisions: DecisionData[] = [];
  const rehearsal = await rehearse({
    ...wanted,
    onLog: (line) => void log.push(fromOctets(line.replace(/^LOG: |\n$/g, ''))),
    onDecision: (decision) => void decisions.push(decision),
  });
  if (!rehearsal.ok) return rehearsal;
  let said = await rehearsal.value.begin();
  for (const line of lines) {
    if (rehearsal.value.isOver()) break;
    said += await rehearsal.value.line(line);
  }
  if (!rehearsal.value.isOver()) said += await rehearsal.value.end();
  await rehearsal.value.close();
  const from = wanted.from.port === 0 ? wanted.from.address : `[${wanted.from.address}]:${wanted.from.port}`;
  return ok({ from, replies: splitReplies(fromOctets(said)), log, decisions });
}

/** A reply ends with the line that has a blank behind its code (RFC 5321 §4.2.1). */
export function splitReplies(text: string): readonly string[] {
  const replies: string[] = [];
  let lines: string[] = [];
  for (const line of text.split('\r\n')) {
    if (line === '') continue;
    lines.push(line);
    if (line[3] === '-') continue;
    replies.push(lines.join('\n'));
    lines = [];
  }
  return replies;
}
