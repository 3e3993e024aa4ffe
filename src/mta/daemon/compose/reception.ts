/** A worker's reception, put together of the real things: spool, logs, lookups, the DNS, TLS, policy. */
import { loadavg } from 'node:os';
import { err, ok, systemClock, systemErrorText, systemRandom } from '../../../base/index.ts';
import { runProgram } from '../../../base/process/index.ts';
import { openLocalStream } from '../../../core/net/index.ts';
import { mainValue } from '../../config/index.ts';
import type { TellEvent } from '../../event/index.ts';
import {
  after,
  clean,
  type ExpansionHost,
  expand,
  expandOption,
  isFailure,
  type Later,
  parseExpansion,
  textOf,
} from '../../expand/index.ts';
import { createHeaders, createWorld, hostConfiguration, localAddressesOf, type World } from '../../host/index.ts';
import {
  entry,
  eventEntry,
  type Log,
  type LogEntry,
  type LogSettings,
  MAIN,
  MAIN_AND_PANIC,
  openDebugFile,
} from '../../log/index.ts';
import { askIdent, createNames } from '../../names/index.ts';
import { createReception, type Reception } from '../../receive/index.ts';
import { askService } from '../../route/index.ts';
import { createScanners } from '../../scan/index.ts';
import { openSpool, type Spool, type Submitter, TRAY_OCTETS } from '../../spool/index.ts';
import { createServerTls } from '../../tls/index.ts';
import { deliverBy, endKeptConnections } from '../../transport/index.ts';
import { calloutWorld, createCache, createVerifier } from '../../verify/index.ts';
import { openLog } from '../open-log.ts';
import { pathOf } from '../paths.ts';
import { findUser } from '../privileges.ts';
import type { Guest, MakeReception, ReceptionService, ReceptionSetup, Served } from '../reception-port.ts';
import { createCounters } from '../status.ts';
import { sendOwn } from '../submission/own-mail.ts';
import { takeSubmission } from '../submission/submit.ts';
import { doChores } from './chores.ts';
import { createDelivery, etrnRun, repeatQueueRuns } from './delivery.ts';
import { createFigures } from './figures.ts';
import { submitGenerated } from './generated.ts';
import { logSettings } from './logs.ts';
import { messageIds } from './message-ids.ts';
import { preserveLog } from './preserve-log.ts';
import { relayOver } from './relay.ts';
import { lazyResolver, searchDomains } from './resolver.ts';
import { aclServices, sleep } from './services.ts';

export const makeReception: MakeReception = async (setup) => {
  const { configuration, isAlone = false } = setup;
  const settings = logSettings(configuration);
  if (!settings.ok) return err([settings.error.message]);
  let opened: Spool | undefined;
  const log = openLog(settings.value, { append: (id, line) => opened?.appendLog(id, line) }, isAlone);
  const trouble = log.open();
  if (trouble !== undefined) return err([trouble.message]);
  const directory = pathOf(configuration, 'spool_directory');
  if (directory === undefined) return err(['spool_directory cannot be expanded']);
  const spool = await openSpool({ directory, trayOctets: isAlone ? 0 : TRAY_OCTETS });
  if (!spool.ok) return err([spool.error.message]);
  opened = spool.value;
  const newestId = await spool.value.newestId();
  return ok(compose({ ...setup, settings: settings.value, log, spool: spool.value, directory, newestId }));
};

interface Parts extends ReceptionSetup {
  readonly settings: LogSettings;
  readonly log: Log;
  readonly spool: Spool;
  /** `spool_directory`. */
  readonly directory: string;
  /** Ids go on after it, should the clock have been put back. */
  readonly newestId: string | undefined;
}

function compose(parts: Parts): ReceptionService {
  const { configuration, ticketSecret, settings, log, spool, directory, newestId, isAlone, runAs, fileAs } = parts;
  const clock = systemClock;
  const known = hostConfiguration(configuration);
  const resolver = lazyResolver({
    clock,
    configuration,
    trustsAuthority: (zone) => isInDomains(world, mainValue(configuration, 'dns_trust_aa'), zone),
    log: (line) => log.write(entry('transport', {}, line, MAIN_AND_PANIC)),
    ...((log.hasStream || textValue(mainValue(configuration, 'event_action')) !== undefined) && {
      failed: (data: string) => reception.raise({ name: 'dns:fail', data }),
    }),
  });
  const names = createNames({
    resolver: resolver.get,
    withoutIpv6: mainValue(configuration, 'disable_ipv6') === true,
    order: String(mainValue(configuration, 'host_lookup_order') ?? 'bydns:byaddr'),
  });
  const world = createWorld({ configuration: known, clock, names, resolver: resolver.get });
  const callouts = calloutWorld({
    configuration,
    clock,
    random: systemRandom,
    net: resolver.net,
    resolver: resolver.validating,
    web: resolver.web,
    names,
    searchDomains,
    hints: (namespace) => spool.hints(namespace),
    log: (line, panic) => log.write(entry('transport', {}, line, panic ? MAIN_AND_PANIC : MAIN)),
  });
  const counters = createCounters();
  const isWatched = textValue(mainValue(configuration, 'daemon_http_address')) !== undefined && isAlone !== true;
  const measured = { counters, log, spool, net: resolver.net, clock, number: parts.number ?? 1 };
  const figures = isWatched ? createFigures(measured) : undefined;
  const { net } = figures ?? resolver;
  const write = figures?.log ?? ((made: LogEntry, id?: string) => log.write(made, id));
  const user = ownUser();
  const tellEvent = log.hasStream ? { tellEvent: toStream(log) } : {};
  const reception: Reception = createReception({
    configuration,
    hostConfiguration: known,
    world,
    clock,
    random: systemRandom,
    names,
    identify: (question) => askIdent(resolver.net, question),
    user,
    sendOwn: (mail) => sendOwn(mail, reception, user),
    primaryHostname: String(mainValue(configuration, 'primary_hostname')),
    logFormat: log.format,
    log: write,
    ...tellEvent,
    ...(figures !== undefined && { handshake: figures.handshake, committed: figures.committed }),
    logWritten: () => log.written(),
    logSpace: () => log.space(),
    ...(mainValue(configuration, 'message_logs') !== false && {
      messageLog: (id: string, text: string) => log.message(id, text),
    }),
    ids: messageIds(configuration, newestId),
    spool,
    scanners: createScanners({
      net: resolver.net,
      clock,
      random: systemRandom,
      addressesOf: names.addressesOf,
      wait: sleep,
    }),
    connectLocal: openLocalStream,
    services: aclServices(spool, resolver, names),
    verifier: createVerifier({
      configuration,
      resolver: resolver.get,
      names,
      localAddresses: localAddressesOf(known.options),
      searchDomains,
      callouts: () => callouts,
      ask: (question) => askService(resolver.net, question),
      cache: createCache(spool.hints('callout'), configuration, () => clock.now().getTime()),
      log: (line, panic) => log.write(entry('routing', {}, line, panic ? MAIN_AND_PANIC : MAIN)),
      rewrote: (line) => log.write(entry('rewritten', {}, line, MAIN, 'address_rewrite')),
      ...(fileAs !== undefined && { fileAs }),
    }),
    tls: createServerTls(configuration, { ticketSecret }),
    openDebug: (tag) => openDebugFile(settings, tag),
    load: () => loadavg()[0]!,
    runProgram: async ([command = '', ...args]) => {
      // No path is searched, as with Exim.
      const ended = await runProgram({
        command: command.includes('/') ? command : `./${command}`,
        args,
        timeoutMs: ETRN_MS,
      });
      return ended.kind === 'not-started' ? systemErrorText(ended.why) : undefined;
    },
    firstLeaseMs: () => delivery.firstLeaseMs(),
    stored: (id, immediacy, claim) => {
      if (immediacy === 'queued') return;
      delivery.offer(id, { ...(immediacy === 'routed' && { remote: 'queued' }), ...(claim && { claim }) });
    },
    runQueue: (argument) => delivery.runQueue(etrnRun(argument)),
    relay: (line) => relayOver(line, { net: resolver.net, delivery }),
    isRehearsal: false,
  });
  const submit = submitGenerated(
    reception,
    ownUser(),
    textValue(mainValue(configuration, 'bounce_sender_authentication')),
  );
  const messageLogs = mainValue(configuration, 'message_logs') !== false;
  const delivery = createDelivery(
    {
      configuration,
      hostConfiguration: known,
      world,
      clock,
      random: systemRandom,
      primaryHostname: String(mainValue(configuration, 'primary_hostname')),
      net,
      resolver: resolver.validating,
      web: resolver.web,
      names,
      localAddresses: localAddressesOf(known.options),
      searchDomains,
      ask: (question) => askService(resolver.net, question),
      spool,
      logFormat: log.format,
      log: write,
      ...tellEvent,
      ...(messageLogs && { messageLog: (id: string, text: string) => log.message(id, text) }),
      transport: deliverBy,
      submit,
      openDebug: (tag) => openDebugFile(settings, tag),
      ...(mainValue(configuration, 'preserve_message_logs') === true && {
        preserveLog: (id: string) => preserveLog(id, spool, directory),
      }),
      ...(runAs !== undefined && mainValue(configuration, 'deliver_drop_privilege') !== true && { runAs }),
      ...(fileAs !== undefined && { fileAs }),
    },
    isAlone,
  );
  const expanded = expander(configuration, world);
  const most = (): Promise<string | undefined> => expanded('queue_run_max');
  const chores = {
    configuration,
    spool,
    resolver: resolver.validating,
    web: resolver.web,
    submit,
    clock,
    random: systemRandom,
    log: (line: string) => log.write(entry('transport', {}, line, MAIN)),
  };
  let timer: NodeJS.Timeout | undefined;
  const open = opener(reception);
  return {
    open,
    deliver: delivery.deliver,
    runQueue: delivery.runQueue,
    repeatRuns: () => {
      timer = repeatQueueRuns(configuration, delivery, most, () => doChores(chores));
    },
    why: delivery.why,
    expectsProxy: proxyList(world, mainValue(configuration, 'hosts_proxy')),
    submit: (name) =>
      takeSubmission(name, {
        configuration,
        folder: pathOf(configuration, 'submission_directory') ?? '',
        reception,
        user,
        host: plainHost(world),
        expanded,
        deliver: (id) => delivery.deliver(id, {}),
        log: (made, id) => log.write(made, id),
        logFormat: log.format,
      }),
    counts: () => Object.fromEntries(counters.take()),
    ...(figures !== undefined && { gauges: () => figures.gauges(delivery) }),
    close: async () => {
      clearInterval(timer);
      await delivery.close();
      await endKeptConnections(configuration);
      await world.close();
      await resolver.close();
      await spool.close();
      await log.close();
    },
  };
}

/** Events go where what is logged goes as JSON. */
const toStream =
  (log: Log): TellEvent =>
  (event, id) =>
    log.write(eventEntry(event), id);

/** As long as nobody else may start the same (receive/etrn.ts). */
const ETRN_MS = 6 * 3600 * 1000;

function ownUser(): Submitter {
  const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()];
  return { login: String(findUser(String(uid))?.user ?? uid), uid, gid };
}

/** With the options of the configuration as variables, and no message. */
function expander(
  configuration: Parts['configuration'],
  world: World,
): (option: string) => Promise<string | undefined> {
  const host = world.hostFor({
    variable: (name) => textValue(mainValue(configuration, name)),
    set: () => {},
    headers: createHeaders([], 'UTF-8'),
  });
  return async (option) => {
    const text = textValue(mainValue(configuration, option));
    const made = text === undefined ? undefined : await expand(parseExpansion(text), host);
    return made?.kind === 'text' ? made.text : undefined;
  };
}

const textValue = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function opener(reception: Reception): (guest: Guest) => Later<Served> {
  return (guest) => {
    const { client, local, proxy, count, tlsOnConnect } = guest;
    const given = { source: 'smtp', client, local, countAtStart: count, tlsOnConnect } as const;
    return after(reception.open({ ...given, ...(proxy !== undefined && { proxy }) }), (opened) =>
      guest.proxyFailed ? { ...opened, config: { ...opened.config, deaf: PROXY_FAILED } } : opened,
    );
  };
}

/** Exim spec ch. "Proxies". */
const PROXY_FAILED = { code: 503, text: 'Command refused, required Proxy negotiation failed' };

/** Without a connection or a message. */
const plainHost = (world: World): ExpansionHost =>
  world.hostFor({ variable: () => undefined, set: () => {}, headers: createHeaders([], 'UTF-8') });

/** `dns_trust_aa`; a list that cannot be matched just now names nothing. */
async function isInDomains(world: World, option: unknown, name: string): Promise<boolean> {
  if (typeof option !== 'string' || option === '') return false;
  const host = plainHost(world);
  const list = await expandOption(option, host);
  if (list.kind !== 'text') return false;
  const answer = await host.lists.match('domain', textOf(name, true), list);
  return !isFailure(answer) && answer.matched;
}

/** A list that cannot be matched just now names nobody. */
function proxyList(world: World, option: unknown): ReceptionService['expectsProxy'] {
  if (option === undefined || option === '') return () => false;
  const host = plainHost(world);
  return (address) =>
    after(host.lists.match('host', textOf(address, true), clean(String(option))), (answer) =>
      isFailure(answer) ? false : answer.matched,
    );
}
