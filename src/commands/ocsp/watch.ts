import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { loadRoots } from '../../core/pki/index.ts';
import {
  loadEntries,
  parseDuration,
  splitWords,
  type WatchData,
  type WatchEntry,
  type WatchOptions,
  type WatchPorts,
  watch,
  watchOnce,
} from '../../core/stapling/index.ts';
import {
  CheckCommand,
  type CommandFacts,
  type Context,
  type Fields,
  logLine,
  usageError,
} from '../../ui/command/index.ts';
import {
  type AskWords,
  LOCK_WAIT_MS,
  proofFlags,
  readAskWords,
  readProofWords,
  staplePorts,
} from '../../ui/command/proof-options.ts';
import { hearReloads, pauseUnlessReload, type Reloads } from '../../ui/command/reloads.ts';

type FetchOptions = WatchOptions['fetch'];

interface Input {
  readonly path: string;
  readonly outDir?: string;
  readonly once: boolean;
  readonly alarmMs?: number;
  readonly hook?: readonly string[];
  readonly hookTimeoutMs: number;
  readonly fetch: Omit<FetchOptions, 'ask' | 'jobs' | 'lockWaitMs'>;
  readonly ask: AskWords;
}

const DEFAULT_HOOK_SECONDS = 60;

export default class OcspWatch extends CheckCommand<Input, WatchData> {
  static override summary = 'Keep the OCSP proofs of many certificates fresh.';
  static override description =
    'PATH is a directory, whose *.pem files are watched and whose proofs are stored beside them, or a file that names ' +
    'certificates: a section [CERTIFICATE FILE] each, with lines such as out = FILE, issuer = FILE, url = URL, margin = PERCENT, ' +
    'hook = COMMAND, alarm = 12h; lines before the first section hold for all. Runs until it is told to end, and reads PATH again ' +
    'at SIGHUP; with --once it looks at everything once, for cron and monitoring. The hook gets OCSP_PROOFS, OCSP_CERTS, ' +
    'OCSP_OUTCOMES and OCSP_VALID_UNTIL in its environment, a line for each proof that changed. All that is remembered is in the ' +
    'dates of the files.';
  static override examples = [
    '<%= config.bin %> ocsp watch /etc/ssl/mail --hook "systemctl reload haproxy"',
    '<%= config.bin %> ocsp watch /etc/mxray/proofs.conf',
    '<%= config.bin %> ocsp watch /etc/mxray/proofs.conf --once -o nagios',
  ];
  static override args = { path: Args.string({ description: 'configuration file, or directory of certificates' }) };
  static override flags = {
    once: Flags.boolean({ description: 'look at everything once, and end' }),
    'out-dir': Flags.string({ helpValue: 'DIR', description: 'where the proofs of a directory go [default: beside]' }),
    alarm: Flags.string({
      helpValue: 'TIME',
      description: 'a proof that ends within it is an error: 90m, 12h, 2d [default: when half of the margin is gone]',
    }),
    hook: Flags.string({ helpValue: 'COMMAND', description: 'program to run after a change, without a shell' }),
    'hook-timeout': Flags.string({ helpValue: 'SECONDS', description: 'how long it may take [default: 60]' }),
    ...proofFlags,
    force: Flags.boolean({ description: 'with --once: fetch, however fresh the proofs are' }),
  };

  protected readonly facts: CommandFacts<WatchData> = {
    command: 'ocsp watch',
    schema: 'ocsp-watch',
    needs: 'network',
    view: async () => (await import('../../ui/views/ocsp-watch.ts')).ocspWatchView,
    gauges: async () => (await import('../../ui/views/ocsp-fetch.ts')).proofGauges,
  };

  protected readInput(fields: Fields): Input {
    const path = fields.text('path', 'a configuration file, or a directory of certificates');
    const outDir = fields.optionalText('outDir');
    const alarmMs = readAlarm(fields);
    const hook = readHook(fields);
    const [once, force] = [fields.flag('once'), fields.flag('force')];
    if (force && !once) fields.problem('--force goes with --once: else it would fetch without end');
    return {
      path,
      ...(outDir !== undefined && { outDir }),
      once,
      ...(alarmMs !== undefined && { alarmMs }),
      ...(hook !== undefined && { hook }),
      hookTimeoutMs: (fields.integer('hookTimeout', { min: 1, max: 3600 }) ?? DEFAULT_HOOK_SECONDS) * 1000,
      fetch: {
        urls: [],
        force,
        combined: false,
        format: 'der',
        ...readProofWords(fields),
      },
      ask: readAskWords(fields),
    };
  }

  protected target({ path }: Input): string {
    return path;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<WatchData>, Failure>> {
    const load = (): Promise<Result<readonly WatchEntry[], Failure>> => loadEntries(input.path, input.outDir);
    const entries = await load();
    if (!entries.ok) return entries;
    const options = await readOptions(input, context);
    if (!options.ok) return options;
    const ports = staplePorts(context);
    if (input.once || context.settings.batch !== undefined)
      return ok(await watchOnce(entries.value, options.value, ports));
    if (context.settings.at !== undefined)
      return err(usageError('--at goes with --once: else time would stand still', 'leave it out, or give --once'));
    const reloads = hearReloads();
    try {
      return ok(await watch(entries.value, options.value, { ...ports, load, ...driver(reloads, context) }));
    } finally {
      reloads.end();
    }
  }
}

async function readOptions(input: Input, { settings }: Context): Promise<Result<WatchOptions, Failure>> {
  const { alarmMs, hook, hookTimeoutMs } = input;
  const { caFile, caPath, timeoutMs, jobs, at } = settings;
  const roots = caFile === undefined && caPath === undefined ? ok([]) : await loadRoots(settings);
  if (!roots.ok) return roots;
  const ask = { ...input.ask, timeoutMs, roots: roots.value, chain: [], comparesClock: at === undefined };
  return ok({
    fetch: { ...input.fetch, ask, jobs, lockWaitMs: LOCK_WAIT_MS },
    ...(alarmMs !== undefined && { alarmMs }),
    ...(hook !== undefined && { hook }),
    hookTimeoutMs,
  });
}

function driver(reloads: Reloads, { signal, settings }: Context): Pick<WatchPorts, 'say' | 'pause'> {
  return {
    say: ({ severity, text }) => logLine(severity, text, settings),
    pause: (ms) => pauseUnlessReload(ms, reloads, signal),
  };
}

function readAlarm(fields: Fields): number | undefined {
  const text = fields.optionalText('alarm');
  const ms = text === undefined ? undefined : parseDuration(text);
  if (text !== undefined && ms === undefined)
    fields.problem(`"alarm" must be a time such as 90m, 12h or 2d, and is "${text}"`);
  return ms;
}

function readHook(fields: Fields): readonly string[] | undefined {
  const text = fields.optionalText('hook');
  if (text === undefined) return undefined;
  const words = splitWords(text);
  if (words.ok) return words.value;
  fields.take({ ok: false, error: usageError(`"hook" cannot be read: ${words.error}`) }, undefined);
  return undefined;
}
