/** What a worker's sessions and deliveries both stand on: the network and its names, expansions, the log and what counts it. */
import { type Clock, type Random, systemClock, systemRandom } from '../../../base/index.ts';
import type { Net } from '../../../core/net/index.ts';
import { mainValue } from '../../config/index.ts';
import type { TellEvent } from '../../event/index.ts';
import type { Later } from '../../expand/index.ts';
import { createWorld, type HostConfiguration, hostConfiguration, type World } from '../../host/index.ts';
import {
  type DebugFile,
  entry,
  eventEntry,
  type Log,
  type LogEntry,
  type LogFormat,
  type LogSettings,
  MAIN,
  MAIN_AND_PANIC,
  openDebugFile,
} from '../../log/index.ts';
import type { NamesPort } from '../../match/index.ts';
import { createNames } from '../../names/index.ts';
import type { Spool, Submitter } from '../../spool/index.ts';
import { findUser } from '../privileges.ts';
import type { ReceptionSetup } from '../reception-port.ts';
import { type Counters, createCounters } from '../status.ts';
import { createFigures, type Figures } from './figures.ts';
import { isInDomains, optionText } from './plain-expansions.ts';
import { type LazyResolver, lazyResolver } from './resolver.ts';

/** What is open before anything is composed. */
export interface Opened extends ReceptionSetup {
  readonly settings: LogSettings;
  readonly log: Log;
  readonly spool: Spool;
  /** `spool_directory`. */
  readonly directory: string;
  /** Ids go on after it, should the clock have been put back. */
  readonly newestId: string | undefined;
}

export interface Ground extends Opened {
  readonly both: CommonPorts;
  readonly resolver: LazyResolver;
  readonly counters: Counters;
  /** Absent: nobody asks for them. */
  readonly figures: Figures | undefined;
  /** As whom we run. */
  readonly user: Submitter;
  /** Who does things as other users; nobody where root was given up for all (`deliver_drop_privilege`). */
  readonly others: Pick<ReceptionSetup, 'runAs' | 'doAs'>;
}

/** Ports that go by the same names in `receive` and in `deliver`. */
interface CommonPorts {
  readonly configuration: ReceptionSetup['configuration'];
  readonly hostConfiguration: HostConfiguration;
  readonly world: World;
  readonly clock: Clock;
  readonly random: Random;
  readonly names: NamesPort;
  readonly primaryHostname: string;
  readonly spool: Spool;
  readonly logFormat: LogFormat;
  /** Writes it, and counts what it says. */
  readonly log: (entry: LogEntry, id?: string) => void;
  readonly tellEvent?: TellEvent;
  readonly messageLog?: (id: string, text: string) => void;
  readonly openDebug: (tag: string) => DebugFile | undefined;
}

/** @param lookUpFailed  told what could not be looked up, as `dns:fail` has it */
export function prepareGround(opened: Opened, lookUpFailed: (data: string) => Later<unknown>): Ground {
  const { configuration, log, spool, settings } = opened;
  const clock = systemClock;
  const known = hostConfiguration(configuration);
  const resolver = lazyResolver({
    clock,
    configuration,
    trustsAuthority: (zone) => isInDomains(world, optionText(configuration, 'dns_trust_aa'), zone),
    log: (line) => log.write(entry('transport', {}, line, MAIN_AND_PANIC)),
    remark: (line) => log.write(entry('transport', {}, line, MAIN, 'dnssec')),
    ...((log.hasStream || optionText(configuration, 'event_action') !== undefined) && { failed: lookUpFailed }),
  });
  const names = createNames({
    resolver: resolver.get,
    withoutIpv6: mainValue(configuration, 'disable_ipv6') === true,
    order: optionText(configuration, 'host_lookup_order') ?? 'bydns:byaddr',
  });
  const world = createWorld({ configuration: known, clock, names, resolver: resolver.get });
  const counters = createCounters();
  const figures = figuresOf(opened, { counters, net: resolver.net, clock });
  const both: CommonPorts = {
    configuration,
    hostConfiguration: known,
    world,
    clock,
    random: systemRandom,
    names,
    primaryHostname: String(mainValue(configuration, 'primary_hostname')),
    spool,
    logFormat: log.format,
    log: figures?.log ?? ((made, id) => log.write(made, id)),
    openDebug: (tag) => openDebugFile(settings, tag),
    ...(log.hasStream && { tellEvent: toStream(log) }),
    ...(mainValue(configuration, 'message_logs') !== false && { messageLog: (id, text) => log.message(id, text) }),
  };
  return { ...opened, both, resolver, counters, figures, user: ownUser(), others: othersOf(opened) };
}

function figuresOf(
  { configuration, isAlone, log, spool, number = 1 }: Opened,
  measured: { readonly counters: Counters; readonly net: Net; readonly clock: Clock },
): Figures | undefined {
  const isWatched = optionText(configuration, 'daemon_http_address') !== undefined && isAlone !== true;
  return isWatched ? createFigures({ ...measured, log, spool, number }) : undefined;
}

const othersOf = ({ configuration, runAs, doAs }: Opened): Ground['others'] =>
  mainValue(configuration, 'deliver_drop_privilege') === true
    ? {}
    : { ...(runAs !== undefined && { runAs }), ...(doAs !== undefined && { doAs }) };

/** Events go where what is logged goes as JSON. */
const toStream =
  (log: Log): TellEvent =>
  (event, id) =>
    log.write(eventEntry(event), id);

function ownUser(): Submitter {
  const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()];
  return { login: String(findUser(String(uid))?.user ?? uid), uid, gid };
}
