/** A worker's reception and delivery, put together of the real things: spool, logs, lookups, the DNS, TLS, policy. */
import { err, ok, systemRandom } from '../../../base/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { entry, MAIN, refusedEntry } from '../../log/index.ts';
import type { Reception } from '../../receive/index.ts';
import { openSpool, type Spool, TRAY_OCTETS } from '../../spool/index.ts';
import { endKeptConnections } from '../../transport/index.ts';
import { openLog } from '../open-log.ts';
import { pathOf } from '../paths.ts';
import type { Guest, MakeReception, ReceptionService, Served } from '../reception-port.ts';
import { callerOf } from '../submission/caller.ts';
import { Leftovers } from '../submission/leftovers.ts';
import { LocalSessions } from '../submission/local-sessions.ts';
import { takeSubmission } from '../submission/submit.ts';
import { doChores } from './chores.ts';
import { composeDeliveries } from './deliveries.ts';
import { type DeliveryService, repeatQueueRuns } from './delivery.ts';
import { submitGenerated } from './generated.ts';
import { type Ground, type Opened, prepareGround } from './ground.ts';
import { logSettings } from './logs.ts';
import { hostMatcher, optionExpander, optionText, plainHost } from './plain-expansions.ts';
import { composeSessions } from './sessions.ts';

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

/** Sessions hand to deliveries, and deliveries hand in what they write themselves: each is made before the other is asked. */
function compose(opened: Opened): ReceptionService {
  const { configuration, log, spool } = opened;
  const ground = prepareGround(opened, (data) => reception.raise({ name: 'dns:fail', data }));
  const { world } = ground.both;
  const reception: Reception = composeSessions(ground, () => delivery);
  const submit = submitGenerated(
    reception,
    ground.user,
    optionText(configuration, 'bounce_sender_authentication'),
    (user) => callerOf(user, configuration, plainHost(world)),
    { log: (made, id) => log.write(made, id), deliver: (id) => delivery.deliver(id, { isAwaited: true }) },
  );
  const delivery: DeliveryService = composeDeliveries(ground, submit);
  const runs = queueRuns(ground, delivery, submit);
  return {
    open: opener(reception),
    deliver: delivery.deliver,
    runQueue: delivery.runQueue,
    repeatRuns: runs.start,
    why: delivery.why,
    expectsProxy: hostMatcher(world, optionText(configuration, 'hosts_proxy')),
    refused: ({ client, local }, why) =>
      log.write(refusedEntry({ host: { ...client, interface: local }, why }, log.format)),
    submit: submissions(ground, reception, delivery),
    counts: () => Object.fromEntries(ground.counters.take()),
    ...(ground.figures !== undefined && { gauges: () => ground.figures!.gauges(delivery) }),
    rest: () => {
      runs.stop();
      delivery.rest();
    },
    close: async () => {
      runs.stop();
      await delivery.close();
      await endKeptConnections(configuration);
      await world.close();
      await ground.resolver.close();
      await spool.close();
      await log.close();
    },
  };
}

interface QueueRuns {
  readonly start: () => void;
  readonly stop: () => void;
}

function queueRuns(ground: Ground, delivery: DeliveryService, submit: ReturnType<typeof submitGenerated>): QueueRuns {
  const { configuration, spool, resolver, log, both } = ground;
  const expanded = optionExpander(configuration, both.world);
  const dropped = pathOf(configuration, 'submission_directory');
  const chores = {
    ...(dropped !== undefined && { leftovers: new Leftovers(dropped) }),
    configuration,
    spool,
    resolver: resolver.validating,
    web: resolver.web,
    submit,
    clock: both.clock,
    random: systemRandom,
    log: (line: string) => log.write(entry('transport', {}, line, MAIN)),
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    start: () => {
      timer = repeatQueueRuns(
        configuration,
        delivery,
        () => expanded('queue_run_max'),
        () => doChores(chores),
      );
    },
    stop: () => clearInterval(timer),
  };
}

function submissions(ground: Ground, reception: Reception, delivery: DeliveryService): ReceptionService['submit'] {
  const { configuration, log, user, both } = ground;
  const expanded = optionExpander(configuration, both.world);
  const sessions = new LocalSessions();
  return (name) =>
    takeSubmission(name, {
      configuration,
      folder: pathOf(configuration, 'submission_directory') ?? '',
      reception,
      sessions,
      user,
      host: plainHost(both.world),
      expanded,
      deliver: (id) => delivery.deliver(id, { isAwaited: true }),
      log: (made, id) => log.write(made, id),
      logFormat: log.format,
    });
}

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
