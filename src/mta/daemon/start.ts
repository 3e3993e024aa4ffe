/**
 * What a start needs, looked at before anything is bound: the configuration, places to listen at, who to go on as, TLS, the
 * folders that are written to. Everything that is wrong is told at once, a sentence each.
 */
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type Configuration,
  type ConfigurationSource,
  configCheckReport,
  mainValue,
  readConfiguration,
} from '../config/index.ts';
import { createHost, hostConfiguration } from '../host/index.ts';
import { socketIn } from '../submission/index.ts';
import { createServerTls } from '../tls/index.ts';
import { logSettings } from './compose/logs.ts';
import { unusable, unusableDrop } from './folders.ts';
import { pathOf } from './paths.ts';
import { type Place, placesOf } from './places.ts';
import { accountOf } from './privileges.ts';
import type { StartFault, StartPlan, StartReading } from './types.ts';

export interface StartOptions {
  readonly source: ConfigurationSource;
  readonly macros: Readonly<Record<string, string>>;
  /** In place of local_interfaces and daemon_smtp_ports, as `-oX`. */
  readonly listen?: string;
  readonly workers?: number;
}

/** More than cores help nobody; a typing mistake must not fork a thousand. */
const MAX_WORKERS = 256;

export async function planStart(options: StartOptions): Promise<StartReading> {
  const { source, macros } = options;
  const report = configCheckReport(source, { macros });
  if (!report.data.valid) return { kind: 'misconfigured', report };
  const read = readConfiguration(source, { macros });
  if (!read.ok) return { kind: 'misconfigured', report };
  const configuration = read.value;
  const faults: StartFault[] = [];
  const note = (about: StartFault['about'], message: string, hint?: string): void =>
    void faults.push({ about, message, ...(hint !== undefined && { hint }) });
  const places = placesOf(configuration, options.listen);
  if (!places.ok) note('listen', `${places.error.option}: ${places.error.message}`, places.error.hint);
  const status = statusPlace(configuration);
  if (typeof status === 'string') note('listen', status);
  const account = accountOf(configuration);
  if (!account.ok) note('user', account.error);
  const folders = writtenFolders(configuration);
  for (const { option, path, mode } of folders) {
    const why = unusable(path, account.ok ? account.value : undefined, mode);
    if (why !== undefined) note('folder', `${option}: ${path} ${why}`, 'make it, or name another');
  }
  const drop = pathOf(configuration, 'submission_directory');
  const whyNoDrop = drop === undefined ? undefined : unusableDrop(drop, account.ok ? account.value : undefined);
  if (whyNoDrop !== undefined) note('folder', `submission_directory: ${drop} ${whyNoDrop}`, 'name another, or none');
  const tls = await checkTls(configuration);
  for (const { option, message, hint } of tls.problems) note('tls', `${option}: ${message}`, hint);
  if (faults.length > 0 || !places.ok || !account.ok || typeof status === 'string')
    return { kind: 'faulty', report, faults };
  const submission = drop === undefined ? undefined : submissionPlace(drop);
  const warnings = [
    ...tls.warnings.map(({ option, message }) => `${option}: ${message}`),
    ...(drop !== undefined && submission === undefined ? [TOO_LONG] : []),
  ];
  const pidFile = pathOf(configuration, 'pid_file_path') ?? pathUnderSpool(configuration, 'exim-daemon.pid');
  return {
    kind: 'ready',
    report,
    plan: {
      configuration,
      places: places.value,
      ...(status !== undefined && { status }),
      ...(submission !== undefined && { submission }),
      ...(account.value !== undefined && { account: account.value }),
      workers: options.workers ?? workersOf(configuration),
      backlog: backlogOf(configuration),
      retries: retriesOf(configuration),
      drainMs: 1000 * Number(mainValue(configuration, 'daemon_drain_time')),
      ...(pidFile !== undefined && { pidFile }),
      warnings,
    },
  };
}

/** A socket's path is 107 octets at most (unix(7)). */
const MAX_SOCKET_PATH = 107;
const TOO_LONG = 'submission_directory: its path is too long for a socket, so that nothing is taken from local users';

function submissionPlace(folder: string): Place | undefined {
  const address = socketIn(folder);
  return Buffer.byteLength(address) > MAX_SOCKET_PATH ? undefined : { address, port: 0, tlsOnConnect: false };
}

/**
 * Unless it is set: Exim's own default of 20 is for a daemon that does nothing but accept. With a full queue the system sends
 * cookies, and forgets clients who then wait for a greeting that nobody owes them.
 */
const USUAL_BACKLOG = 1024;

const backlogOf = (configuration: Configuration): number =>
  configuration.main.has('smtp_connect_backlog')
    ? Number(mainValue(configuration, 'smtp_connect_backlog'))
    : USUAL_BACKLOG;

function workersOf(configuration: Configuration): number {
  const set = Number(mainValue(configuration, 'daemon_workers') ?? 0);
  return Math.min(MAX_WORKERS, set > 0 ? set : cpus().length);
}

/** A port that is taken is waited for where that is asked for: a person at a terminal wants to be told at once. */
function retriesOf(configuration: Configuration): StartPlan['retries'] {
  const isSet = configuration.main.has('daemon_startup_retries');
  const pauseMs = 1000 * Number(mainValue(configuration, 'daemon_startup_sleep'));
  return { count: isSet ? Number(mainValue(configuration, 'daemon_startup_retries')) : 0, pauseMs };
}

/** A text that is wrong; undefined where nobody wants to look. */
function statusPlace(configuration: Configuration): Place | string | undefined {
  const text = mainValue(configuration, 'daemon_http_address');
  if (text === undefined || text === '') return undefined;
  const [, address, port] = /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(String(text)) ?? [];
  if (address === undefined || Number(port) > 65_535) return `daemon_http_address: "${text}" is no ADDRESS:PORT`;
  return { address, port: Number(port), tlsOnConnect: false };
}

function checkTls(configuration: Configuration) {
  return createServerTls(configuration).check(createHost({ configuration: hostConfiguration(configuration) }));
}

function pathUnderSpool(configuration: Configuration, name: string): string | undefined {
  const spool = pathOf(configuration, 'spool_directory');
  return spool === undefined ? undefined : join(spool, name);
}

interface WrittenFolder {
  readonly option: string;
  readonly path: string;
  /** Of a new one. */
  readonly mode: number;
}

/** Those of the spool and of the logs. Callers pass through the spool's to where they leave messages. */
function writtenFolders(configuration: Configuration): readonly WrittenFolder[] {
  const spool = pathOf(configuration, 'spool_directory');
  const settings = logSettings(configuration);
  const template = settings.ok ? settings.value.places.template : undefined;
  return [
    ...(spool === undefined ? [] : [{ option: 'spool_directory', path: spool, mode: 0o711 }]),
    ...(template === undefined ? [] : [{ option: 'log_file_path', path: dirname(template), mode: 0o750 }]),
  ];
}
