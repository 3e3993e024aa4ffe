import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { announceReady, endWithStarter, startInBackground } from '../../base/process/index.ts';
import {
  askLab,
  CATALOGUE,
  LAB_DIR_HELP,
  type LabFolder,
  type LabStatus,
  labFolderAt,
  MAX_BULK_DOMAINS,
  openLabFolder,
  type RunningLab,
  runLab,
} from '../../lab/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import type { LabUpData } from '../../ui/views/lab-up.ts';

interface Input {
  readonly folder: LabFolder;
  readonly domains: number;
  readonly slowMs: number;
  readonly detach: boolean;
}

/** A lab of thousands of domains on a slow machine may take a while to come up. */
const READY_TIMEOUT_MS = 60_000;
const MAX_SLOW_SECONDS = 3600;

export default class LabUp extends CheckCommand<Input, LabUpData> {
  static override summary = 'Start the lab: a signed mini-internet on loopback, with mail servers in every mood.';
  static override description =
    'Runs until it is told to end (Ctrl-C, or "lab down" from elsewhere) and needs no network, no privileges and no free port of a ' +
    'given number. What it prints first says how to use it.';
  static override examples = [
    '<%= config.bin %> lab up',
    '<%= config.bin %> lab up --detach && eval "$(<%= config.bin %> lab env)"',
    '<%= config.bin %> lab up --domains 1000',
  ];
  static override flags = {
    domains: Flags.string({
      helpValue: 'N',
      description: 'good domains in bulk, bulk0001.bulk.test and so on [default: 0]',
    }),
    slow: Flags.string({ helpValue: 'SECONDS', description: 'how long the slow servers wait [default: 2]' }),
    detach: Flags.boolean({ char: 'd', description: 'run on in the background' }),
    'lab-dir': Flags.string({ helpValue: 'DIR', description: LAB_DIR_HELP }),
  };

  protected readonly facts: CommandFacts<LabUpData> = {
    command: 'lab up',
    schema: 'lab-up',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/lab-up.ts')).labUpView,
  };

  private running: RunningLab | undefined;

  /** The report is shown first; then the lab has the floor until it ends. */
  override async run(): Promise<void> {
    endWithStarter();
    await super.run();
    if (this.running === undefined) return;
    announceReady();
    await this.running.ended;
  }

  protected readInput(fields: Fields): Input {
    return {
      folder: labFolderAt(fields.optionalText('labDir'), process.env),
      domains: fields.integer('domains', { min: 0, max: MAX_BULK_DOMAINS }) ?? 0,
      slowMs: (fields.integer('slow', { min: 0, max: MAX_SLOW_SECONDS }) ?? 2) * 1000,
      detach: fields.flag('detach'),
    };
  }

  protected target({ folder }: Input): string {
    return folder.path;
  }

  protected async inspect(input: Input, { clock }: Context): Promise<Result<Report<LabUpData>, Failure>> {
    const { folder, domains, slowMs, detach } = input;
    if (detach) return startDetached(input);
    const started = await runLab(folder, { domains, slowMs, clock });
    if (!started.ok) return started;
    this.running = started.value;
    endOnSignal(started.value);
    return ok(report(folder, started.value.status(), false));
  }
}

/** The same command without --detach, in the background; an error it ends with is in its log. */
async function startDetached({ folder, domains, slowMs }: Input): Promise<Result<Report<LabUpData>, Failure>> {
  const opened = openLabFolder(folder);
  if (!opened.ok) return opened;
  const started = await startInBackground({
    command: process.execPath,
    args: [process.argv[1]!, 'lab', 'up', ...bulkAndSlow(domains, slowMs), '--lab-dir', folder.path],
    env: { ...process.env, MXRAY_DETACH: undefined }, // or it would start another
    logFile: folder.log,
    readyTimeoutMs: READY_TIMEOUT_MS,
  });
  if (!started.ok) return started;
  const status = await askLab(folder, { op: 'status' });
  return status.ok ? ok(report(folder, status.value, true)) : status;
}

const bulkAndSlow = (domains: number, slowMs: number): string[] => [
  ...['--domains', String(domains)],
  ...['--slow', String(slowMs / 1000)],
];

/** The first signal ends it in order, with the signal's status; a second one is the system's own. */
function endOnSignal(running: RunningLab): void {
  const hear = (status: number) => (): void => {
    process.exitCode = status;
    void running.close();
  };
  const [interrupted, terminated] = [hear(130), hear(143)];
  process.once('SIGINT', interrupted).once('SIGTERM', terminated);
  void running.ended.then(() => process.off('SIGINT', interrupted).off('SIGTERM', terminated));
}

function report({ path }: LabFolder, status: LabStatus, background: boolean): Report<LabUpData> {
  const { pid, startedAt, env, bulkDomains } = status;
  const data = { pid, folder: path, startedAt, env, domains: CATALOGUE.length, bulkDomains, background };
  return { findings: [], data };
}
