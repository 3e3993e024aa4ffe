/**
 * What a start needs, looked at before anything is bound: the configuration, places to listen at, who to go on as, TLS, the
 * folders that are written to. Everything that is wrong is told at once, a sentence each.
 */
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../../base/index.ts';
import {
  accountsIn,
  type Configuration,
  type ConfigurationSource,
  configCheckReport,
  mainValue,
  missingAccounts,
  readConfiguration,
  readLeniently,
  whatForbidsUse,
} from '../config/index.ts';
import { createHost, hostConfiguration } from '../host/index.ts';
import { storeFault } from '../spool/index.ts';
import { closedOnTheWay, socketIn } from '../submission/index.ts';
import { createServerTls, type TlsCheck, type TlsProblem } from '../tls/index.ts';
import { logSettings } from './compose/logs.ts';
import { type FolderUse, unreadableBy, unusable, unusableDrop, unwritableIn } from './folders.ts';
import { pathOf } from './paths.ts';
import { type Place, placesOf } from './places.ts';
import { type Account, accountOf } from './privileges.ts';
import type { StartFault, StartPlan, StartReading } from './types.ts';

export interface StartOptions {
  readonly source: ConfigurationSource;
  readonly macros: Readonly<Record<string, string>>;
  /** In place of local_interfaces and daemon_smtp_ports, as `-oX`. */
  readonly listen?: string;
  readonly workers?: number;
  /** Nothing is made or changed. */
  readonly checksOnly?: boolean;
  /** There is one to go on with: what clients would be refused TLS for keeps a new configuration out. */
  readonly isAgain?: true;
  /** One message is taken in, and nobody is served. */
  readonly takesOne?: true;
}

/** More than cores help nobody; a typing mistake must not fork a thousand. */
const MAX_WORKERS = 256;

/** What only comes to light when somebody uses it is told, and keeps nothing from starting, as with Exim. */
export async function planStart(options: StartOptions): Promise<StartReading> {
  const { source, macros } = options;
  const report = configCheckReport(source, { macros });
  const read = readConfiguration(source, { macros });
  if (!read.ok || whatForbidsUse(read.value).length > 0)
    return { kind: 'misconfigured', report, faults: await faultsBeside(options) };
  const configuration = read.value;
  const { faults, places, account, warnings } = await lookAround(configuration, {
    ...options,
    makes: options.checksOnly !== true,
    bears: bearing(options),
  });
  if (faults.length > 0) return { kind: 'faulty', report, faults };
  const { submission, isTooLong } = submissionPlace(configuration);
  const pidFile = pathOf(configuration, 'pid_file_path') ?? pathUnderSpool(configuration, 'exim-daemon.pid');
  return {
    kind: 'ready',
    report,
    plan: {
      configuration,
      ...places,
      ...(submission !== undefined && { submission }),
      ...(account !== undefined && { account }),
      workers: options.workers ?? workersOf(configuration),
      backlog: backlogOf(configuration),
      retries: retriesOf(configuration),
      drainMs: 1000 * Number(mainValue(configuration, 'daemon_drain_time')),
      ...(pidFile !== undefined && { pidFile }),
      warnings: [...warnings, ...(isTooLong ? [TOO_LONG] : [])],
    },
  };
}

/** With a mistake in the configuration: of the options that could be read, so that all is mended in one go. */
async function faultsBeside({ source, macros, listen }: StartOptions): Promise<readonly StartFault[]> {
  const { configuration } = readLeniently(source, { macros });
  if (configuration === undefined) return [];
  const { faults } = await lookAround(configuration, { listen, makes: false, bears: NOTHING });
  // What is not set may be what could not be read.
  return faults.filter(({ at }) => at !== undefined);
}

interface Surroundings {
  readonly faults: readonly StartFault[];
  readonly places: Pick<StartPlan, 'places' | 'status'>;
  readonly account: Account | undefined;
  readonly warnings: readonly string[];
}

interface LookOptions {
  readonly listen?: string | undefined;
  readonly takesOne?: true;
  /** Folders that are not there yet. */
  readonly makes: boolean;
  /** What is told alone: clients that want TLS are answered 454, and everybody else is served. */
  readonly bears: (problem: Pick<TlsProblem, 'option' | 'isUnread'>) => boolean;
}

const NOTHING = (): boolean => false;
const ANY_TLS_FILE = ({ option }: Pick<TlsProblem, 'option'>): boolean => OF_TLS_FILES.has(option);

/** Who starts a server sees a file that is missing at once; what is wrong inside of one is met by clients alone, as with Exim. */
function bearing({ checksOnly, isAgain, takesOne }: StartOptions): LookOptions['bears'] {
  if (takesOne === true) return ANY_TLS_FILE;
  if (checksOnly === true || isAgain === true) return NOTHING;
  return (problem) => ANY_TLS_FILE(problem) && problem.isUnread !== true;
}

async function lookAround(
  configuration: Configuration,
  { listen, takesOne, makes, bears }: LookOptions,
): Promise<Surroundings> {
  const faults = new StartFaults(configuration);
  // Exim spec ch. 52: messages come by the command line alone.
  if (takesOne !== true && mainValue(configuration, 'mua_wrapper') === true)
    faults.note(
      'listen',
      'mua_wrapper',
      'a daemon cannot be run when it is set',
      'hand messages in with mxray sendmail',
    );
  const places = placesToBind(configuration, listen, faults);
  const account = accountToBe(configuration, faults);
  await lookForAccounts(configuration, faults);
  lookAtLogs(configuration, faults);
  lookAtFolders(configuration, { account, makes }, faults);
  lookAtStore(configuration, account, faults);
  const tls = await checkTls(configuration);
  const borne = new StartFaults(configuration);
  for (const problem of tls.problems)
    (bears(problem) ? borne : faults).note('tls', problem.option, problem.message, problem.hint);
  lookAtTlsFiles(tls.files, account, takesOne === true ? borne : faults);
  const closed = account === undefined ? undefined : closedDrop(configuration);
  const warnings = [
    ...tls.warnings.map(({ option, message }) => `${option}: ${message}`),
    ...(closed === undefined ? [] : [closed]),
    ...borne.all.map(({ message }) => `${message}; who asks for TLS is answered 454`),
  ];
  return { faults: faults.all, places, account, warnings };
}

/** Exim reads these when a client wants TLS. */
const OF_TLS_FILES: ReadonlySet<string> = new Set([
  'tls_certificate',
  'tls_privatekey',
  'tls_ocsp_file',
  'tls_verify_certificates',
  'tls_crl',
  'tls_dhparam',
]);

/** What keeps it from starting, each with the line that set the option it is about. */
class StartFaults {
  readonly all: StartFault[] = [];
  private readonly configuration: Configuration;

  constructor(configuration: Configuration) {
    this.configuration = configuration;
  }

  note(about: StartFault['about'], option: string, message: string, hint?: string): void {
    const place = this.configuration.main.get(option)?.place;
    this.add(about, `${option}: ${message}`, hint, place);
  }

  add(about: StartFault['about'], message: string, hint?: string, place?: StartFault['at']): void {
    this.all.push({
      about,
      message,
      ...(hint !== undefined && { hint }),
      ...(place !== undefined && { at: { file: place.file, line: place.line } }),
    });
  }
}

function placesToBind(
  configuration: Configuration,
  override: string | undefined,
  faults: StartFaults,
): Pick<StartPlan, 'places' | 'status'> {
  const places = placesOf(configuration, override);
  if (!places.ok) for (const { option, message, hint } of places.error) faults.note('listen', option, message, hint);
  const status = statusPlace(configuration);
  if (!status.ok) faults.note('listen', 'daemon_http_address', status.error, 'as 127.0.0.1:9090, or [::1]:9090');
  return {
    places: places.ok ? places.value : [],
    ...(status.ok && status.value !== undefined && { status: status.value }),
  };
}

function accountToBe(configuration: Configuration, faults: StartFaults): Account | undefined {
  const account = accountOf(configuration);
  if (!account.ok) faults.note('user', account.error.option, account.error.message);
  return account.ok ? account.value : undefined;
}

/** `accountToBe` has told of these. */
const OUR_OWN: ReadonlySet<string> = new Set(['exim_user', 'exim_group']);

/** Users and groups that options name: as Exim, nothing is begun where one is not there. */
async function lookForAccounts(configuration: Configuration, faults: StartFaults): Promise<void> {
  for (const { kind, name, label, place } of await missingAccounts(accountsIn(configuration)))
    if (!OUR_OWN.has(label))
      faults.add('user', `${label}: ${kind} "${name}" was not found`, `make the ${kind}, or name another`, place);
}

function lookAtLogs(configuration: Configuration, faults: StartFaults): void {
  const settings = logSettings(configuration);
  if (settings.ok) return;
  const { message, hint } = settings.error;
  const [option = ''] = message.split(':');
  faults.add('folder', message, hint, configuration.main.get(option)?.place);
}

function lookAtFolders(configuration: Configuration, use: FolderUse, faults: StartFaults): void {
  for (const { option, path, mode } of writtenFolders(configuration)) {
    const why = unusable(path, { ...use, mode });
    if (why !== undefined) faults.note('folder', option, `${path} ${why}`, 'make it, or name another');
  }
  const drop = pathOf(configuration, 'submission_directory');
  const why = drop === undefined ? undefined : unusableDrop(drop, use);
  if (why !== undefined) faults.note('folder', 'submission_directory', `${drop} ${why}`, 'name another, or none');
}

/** To a server of one user's own, others have no way to find. */
function closedDrop(configuration: Configuration): string | undefined {
  const drop = pathOf(configuration, 'submission_directory');
  const closed = drop === undefined ? undefined : closedOnTheWay(drop);
  if (closed === undefined) return undefined;
  const why = `${closed} lets in its owner and group alone, so that no other user of this host can hand in a message`;
  return `submission_directory: ${why}; chmod o+x ${closed}, or name a directory that all may reach`;
}

/** A store that cannot be opened would be found out by each worker, again and again. */
function lookAtStore(configuration: Configuration, account: Account | undefined, faults: StartFaults): void {
  const spool = pathOf(configuration, 'spool_directory');
  if (spool === undefined) return;
  const store = join(spool, 'store');
  const others = unwritableIn(store, account);
  const who = account?.user ?? 'the user we run as';
  const hint = `give it back: chown -R ${account?.user ?? process.getuid?.()} ${store}, mode 0700`;
  const fault =
    others === undefined ? storeFault(spool) : { message: `${others} may not be read and written to by ${who}`, hint };
  if (fault !== undefined) faults.note('folder', 'spool_directory', fault.message, fault.hint);
}

/** Root has read them; who serves is somebody else. */
function lookAtTlsFiles(files: TlsCheck['files'], account: Account | undefined, faults: StartFaults): void {
  const seen = new Set<string>();
  for (const { option, path } of files) {
    const why = seen.has(path) ? undefined : unreadableBy(account, path);
    seen.add(path);
    const hint = `give it to a group that ${account?.user} is in, with mode 0640`;
    if (why !== undefined) faults.note('tls', option, `${path} ${why} by ${account?.user}, who serves`, hint);
  }
}

/** A socket's path is 107 octets at most (unix(7)). */
const MAX_SOCKET_PATH = 107;
const TOO_LONG = 'submission_directory: its path is too long for a socket, so that nothing is taken from local users';

function submissionPlace(configuration: Configuration): { readonly submission?: Place; readonly isTooLong: boolean } {
  const folder = pathOf(configuration, 'submission_directory');
  if (folder === undefined) return { isTooLong: false };
  const address = socketIn(folder);
  return Buffer.byteLength(address) > MAX_SOCKET_PATH
    ? { isTooLong: true }
    : { submission: { address, port: 0, tlsOnConnect: false }, isTooLong: false };
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

/** Undefined where nobody wants to look. */
function statusPlace(configuration: Configuration): Result<Place | undefined, string> {
  const text = mainValue(configuration, 'daemon_http_address');
  if (text === undefined || text === '') return ok(undefined);
  const [, address, port] = /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(String(text)) ?? [];
  if (address === undefined || Number(port) > 65_535) return err(`"${text}" is no ADDRESS:PORT`);
  return ok({ address, port: Number(port), tlsOnConnect: false });
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
