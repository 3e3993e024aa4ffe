import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result } from '../base/index.ts';
import { announceReady } from '../base/process/index.ts';
import {
  defaultConfiguration,
  findingOfFault,
  hireCrew,
  planStart,
  type RunningDaemon,
  type StartOptions,
  type StartReading,
  startMaster,
  stateFolder,
} from '../mta/daemon/index.ts';
import { configurationFlags, openConfiguration, readConfigurationPlace } from '../ui/command/configuration-place.ts';
import {
  CheckCommand,
  type CommandFacts,
  type Context,
  type Fields,
  logLine,
  usageError,
} from '../ui/command/index.ts';
import type { ServeData } from '../ui/views/serve.ts';

interface Input {
  readonly start: StartOptions;
  readonly checksOnly: boolean;
}

export default class Serve extends CheckCommand<Input, ServeData> {
  static override summary = 'The mail server: receives and delivers mail as an Exim configuration says.';
  static override description =
    'Reads the configuration, binds its ports, goes on without root, and serves until SIGTERM or Ctrl-C; it stays in the ' +
    'foreground. Without -C it serves a configuration of its own: loopback, port 2525, all files under ~/.local/state/mxray. ' +
    'What it took is routed and delivered at once, or put off by the retry rules: queue_run_interval says how often the queue is tried. ' +
    'SIGHUP rereads the configuration without dropping a connection; one that is wrong is refused and the old one stays. ' +
    'What keeps it from starting (a configuration that cannot be read, a port in use, a certificate that is missing, a ' +
    'folder that cannot be written to) is told before anything is bound, with status 2. Mistakes that show when they are used, ' +
    'such as an expansion that cannot be made, are told as well and keep nothing from starting, as with Exim; config check fails with them.';
  static override examples = [
    '<%= config.bin %> serve',
    '<%= config.bin %> serve -C /etc/mxray.conf',
    '<%= config.bin %> serve -C /etc/mxray.conf --check',
    "<%= config.bin %> serve -C exim.conf --listen '[127.0.0.1]:2525'",
  ];
  static override flags = {
    ...configurationFlags,
    'config-file': Flags.string({
      char: 'C',
      helpValue: 'FILE[:FILE…]',
      description:
        'the configuration, the first of these files that is there; - is standard input [default: one of our own]',
    }),
    listen: Flags.string({
      helpValue: 'LIST',
      description: 'ports and addresses in place of daemon_smtp_ports and local_interfaces, as -oX of Exim has them',
    }),
    workers: Flags.string({
      helpValue: 'N',
      description: 'processes that serve [default: daemon_workers, or the cores]',
    }),
    check: Flags.boolean({ description: 'look at everything a start needs, and serve nothing' }),
  };

  protected readonly facts: CommandFacts<ServeData> = {
    command: 'serve',
    schema: 'serve',
    needs: 'nothing',
    view: async () => (await import('../ui/views/serve.ts')).serveView,
    misconfigured: ({ isServing, checked }) => !isServing && !checked,
  };

  private running: RunningDaemon | undefined;

  /** The report is shown once it serves; then it serves until it is told to end. */
  override async run(): Promise<void> {
    await super.run();
    if (this.running === undefined) return;
    announceReady();
    await untilEnd(this.running);
  }

  protected readInput(fields: Fields): Input {
    const listen = fields.optionalText('listen');
    const workers = fields.integer('workers', { min: 1, max: 256 });
    const { source, macros } = fields.has('configFile') ? readConfigurationPlace(fields) : ownConfiguration(fields);
    return {
      start: { source, macros, ...(listen !== undefined && { listen }), ...(workers !== undefined && { workers }) },
      checksOnly: fields.flag('check'),
    };
  }

  protected target({ start: { source } }: Input): string | undefined {
    return 'file' in source ? source.file : undefined;
  }

  protected async inspect(
    { start, checksOnly }: Input,
    { settings, clock }: Context,
  ): Promise<Result<Report<ServeData>, Failure>> {
    if (settings.batch !== undefined)
      return err(usageError('serve is one server and takes no --batch', 'start one for each'));
    const source = await openConfiguration(start.source);
    if (!source.ok) return source;
    const options = { ...start, source: source.value, checksOnly };
    const tell = (line: string): void => logLine('warn', line, settings);
    const crew = checksOnly ? undefined : hireCrew(start.workers);
    const reading = await planStart(options);
    if (reading.kind !== 'ready') {
      crew?.dismiss();
      return ok(reportOf(reading));
    }
    process.on('SIGHUP', () => void this.running?.reload()); // from now on it is no reason to end
    for (const warning of reading.plan.warnings) tell(warning);
    if (crew === undefined) return ok(checkedReport(reading));
    const ports = { plan: () => planStart({ ...options, isAgain: true }), tell, nowMs: () => clock.monotonicMs() };
    const started = await startMaster(reading.plan, ports, crew);
    if (!started.ok) return ok(reportOf({ kind: 'faulty', report: reading.report, faults: started.error }));
    this.running = started.value;
    return ok(servingReport(started.value, reading));
  }
}

function ownConfiguration(fields: Fields): Pick<StartOptions, 'source' | 'macros'> {
  if (fields.has('define')) fields.problem('--define sets macros of a configuration: name it with -C');
  const text = defaultConfiguration(stateFolder(process.env));
  return { source: { text, name: 'the default configuration' }, macros: {} };
}

type Ready = Extract<StartReading, { kind: 'ready' }>;

function reportOf(reading: Exclude<StartReading, Ready>): Report<ServeData> {
  const { report, faults } = reading;
  const data = { isServing: false, checked: false, places: [], problems: report.data.problems, faults };
  return { data, findings: [...report.findings, ...faults.map(findingOfFault)] };
}

function checkedReport({ report, plan }: Ready): Report<ServeData> {
  const places = plan.places.map((place) => ({ ...place, purpose: 'smtp' as const }));
  const data = {
    isServing: false,
    checked: true,
    places,
    problems: report.data.problems,
    faults: [],
    workers: plan.workers,
  };
  return { data, findings: report.findings };
}

function servingReport(running: RunningDaemon, { report, plan }: Ready): Report<ServeData> {
  const places = running
    .places()
    .map(({ address, port, tlsOnConnect, purpose }) => ({ address, port, tlsOnConnect, purpose }));
  const { problems } = report.data;
  const data = {
    isServing: true,
    checked: true,
    places,
    problems,
    faults: [],
    workers: plan.workers,
    pid: running.pid,
  };
  return { data, findings: report.findings };
}

/** The first SIGTERM or SIGINT ends it in order, the second one at once. */
async function untilEnd(running: RunningDaemon): Promise<void> {
  const end = (status: number) => (): void => {
    process.exitCode = status;
    running.stop();
  };
  process.on('SIGINT', end(130)).on('SIGTERM', end(143));
  await running.ended;
}
