/** The daemon about itself, and queue runs. */
import { entry, type LogEntry, type LogFormat, MAIN } from '../entry.ts';
import { printable } from '../printing.ts';

export interface StartedFacts {
  /** Of the program, as `mxray 1.0`. */
  readonly program: string;
  readonly pid: number;
  /** `-q30m`, or `no queue runs`. */
  readonly queueRuns: string;
  /** Undefined: it does not listen. */
  readonly listening?: readonly ListeningFacts[];
}

export interface ListeningFacts {
  readonly protocol: 'SMTP' | 'SMTPS';
  /** Undefined: on all interfaces of these families. */
  readonly address?: string;
  readonly families?: readonly ('IPv4' | 'IPv6')[];
  readonly port: number;
}

/** `… daemon started: pid=7, -q30m, listening for SMTP on port 25 (IPv6 and IPv4)`. */
export const startedEntry = (facts: StartedFacts): LogEntry =>
  entry(
    'daemon-started',
    facts,
    `${facts.program} daemon started: pid=${facts.pid}, ${facts.queueRuns}, ` +
      (facts.listening === undefined || facts.listening.length === 0
        ? 'not listening for SMTP'
        : `listening for ${listeningText(facts.listening)}`),
  );

/** SMTP first, then SMTPS, as Exim groups them. */
function listeningText(places: readonly ListeningFacts[]): string {
  return (['SMTP', 'SMTPS'] as const)
    .map((protocol) => [protocol, places.filter((place) => place.protocol === protocol)] as const)
    .filter(([, group]) => group.length > 0)
    .map(([protocol, group]) => `${protocol} on${placesText(group)}`)
    .join(' and for ');
}

/** Ports of one address together. */
function placesText(group: readonly ListeningFacts[]): string {
  const portsOf = (wanted: string): readonly number[] =>
    group.filter(({ address }) => address === wanted).map(({ port }) => port);
  const texts = group.map(({ address, families = [], port }) =>
    address === undefined ? ` port ${port} (${families.join(' and ')})` : ` [${address}]:${anyOf(portsOf(address))}`,
  );
  return [...new Set(texts)].join('');
}

const anyOf = (ports: readonly number[]): string => (ports.length === 1 ? `${ports[0]}` : `{${ports.join(',')}}`);

export const reloadEntry = (facts: { readonly pid: number }): LogEntry =>
  entry('daemon-reload', facts, `pid ${facts.pid}: SIGHUP received: re-exec daemon`);

/** `Start queue run: pid=7 [-qf]`; that of a named queue has its name. */
export const queueRunEntry = (facts: RunFacts & { readonly phase: 'Start' | 'End' }): LogEntry => {
  const name = facts.queue === undefined ? '' : `'${facts.queue}' `;
  return entry('queue-run', facts, `${facts.phase} ${name}queue run: ${runText(facts)}`, MAIN, 'queue_run');
};

/** The load is above `deliver_queue_load_max`. */
export const abandonedRunEntry = (facts: RunFacts & { readonly load: number; readonly most: number }): LogEntry => {
  const loads = `(load ${facts.load.toFixed(2)}, max ${facts.most.toFixed(2)})`;
  return entry('queue-run', facts, `Abandon queue run: ${runText(facts)} ${loads}`, MAIN, 'queue_run');
};

interface RunFacts {
  readonly pid: number;
  readonly options?: string;
  /** Of a named queue. */
  readonly queue?: string;
}

const runText = ({ pid, options }: RunFacts): string => `pid=${pid}${options === undefined ? '' : ` ${options}`}`;

/** `keep_environment` is not set, so that nothing of the environment is kept. */
export const purgingEntry = (): LogEntry => ({
  ...entry('environment-purged', {}, PURGING.text),
  secondLine: PURGING.secondLine,
});

/** The same where it is said on standard error. */
export const PURGING = {
  text: 'Warning: purging the environment.',
  secondLine: ' Suggested action: use keep_environment.',
};

/** TLS is offered, and there is no certificate for it. */
export const selfSignedEntry = (): LogEntry => ({
  ...entry('self-signed', {}, 'Warning: No server certificate defined; will use a selfsigned one.'),
  secondLine: ' Suggested action: either install a certificate or change tls_advertise_hosts option',
});

/** How the program was called, under arguments. */
export const argumentsEntry = (
  facts: { readonly directory: string; readonly args: readonly string[] },
  format: LogFormat,
): LogEntry =>
  entry(
    'arguments',
    facts,
    `cwd=${facts.directory} ${facts.args.length} args: ${facts.args.map((one) => argument(one, format)).join(' ')}`,
    MAIN,
    'arguments',
  );

const argument = (text: string, format: LogFormat): string =>
  text === '' || /[ \t\n]/.test(text) ? `"${printable(text, format)}"` : printable(text, format);
