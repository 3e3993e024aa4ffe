/**
 * The master: keeps root where it was started as root, and does only what needs it. It binds, hands the listening sockets to
 * the acceptor, starts that again when it dies, rereads the configuration, and ends everything in order.
 */
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../base/index.ts';
import type { Child } from '../../base/process/index.ts';
import { type BoundPlace, letGo } from '../../core/net/index.ts';
import { type Crew, hireCrew } from './crew.ts';
import { doorSetup } from './door-setup.ts';
import { faultText } from './findings.ts';
import type { FromAcceptor, ListenOrder, RunnerOrder, ToAcceptor } from './messages.ts';
import { notifySystemd } from './notify.ts';
import { removePidFile, writePidFile } from './pid-file.ts';
import { type ListeningPlace, Posts } from './posts.ts';
import { Starter } from './runners/starter.ts';
import type { StartFault, StartPlan, StartReading } from './types.ts';

export interface MasterPorts {
  /** The configuration and all that goes with it, as they are now. */
  readonly plan: () => Promise<StartReading>;
  /** A line for who watches: where there is no log, and what the log is not for. */
  readonly tell: (line: string) => void;
  readonly nowMs: () => number;
}

export interface RunningDaemon {
  readonly pid: number;
  readonly places: () => readonly ListeningPlace[];
  /** Rereads the configuration; a bad one is refused, told, and the old one stays. */
  readonly reload: () => Promise<void>;
  /** No new connections, what is in hand is finished within the bound, and all processes end. */
  readonly stop: () => void;
  readonly ended: Promise<void>;
}

/** Who has lived for so long counts as sound. */
const SOUND_MS = 60_000;
const LONGEST_PAUSE_MS = 30_000;

/** @param crew  started before the plan was made: what it takes them to start and us to plan goes on side by side */
export async function startMaster(
  plan: StartPlan,
  ports: MasterPorts,
  crew: Crew,
): Promise<Result<RunningDaemon, readonly StartFault[]>> {
  const master = new Master(plan, ports);
  const bound = await master.bindAll();
  if (bound.length > 0) {
    crew.dismiss();
    return err(bound);
  }
  const faults = await master.begin(crew);
  return faults.length > 0 ? err(faults) : ok(master.running());
}

class Master {
  private readonly ports: MasterPorts;
  private readonly ticketSecret = randomBytes(32);
  private readonly posts: Posts;
  private plan: StartPlan;
  private socketFile: BoundPlace | undefined;
  private acceptor: Child<ToAcceptor, FromAcceptor> | undefined;
  private falls = 0;
  private startedMs = 0;
  private readonly starter = new Starter({
    now: () => ({ configuration: this.plan.configuration, account: this.plan.account! }),
    say: (line) => this.say(line),
  });
  private isStopping = false;
  private hasBegun = false;
  private settle: (faults: readonly StartFault[]) => void = () => {};
  private end: () => void = () => {};
  private readonly ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });

  constructor(plan: StartPlan, ports: MasterPorts) {
    this.plan = plan;
    this.ports = ports;
    this.posts = new Posts(ports.tell);
  }

  bindAll(): Promise<readonly StartFault[]> {
    return this.posts.bindAll(this.plan);
  }

  /** Resolves when clients are served, or why they cannot be. */
  begin(crew: Crew): Promise<readonly StartFault[]> {
    return new Promise((resolve) => {
      this.settle = (faults) => {
        if (this.hasBegun) return;
        this.hasBegun = true;
        if (faults.length > 0) this.abandon();
        else this.announce();
        resolve(faults);
      };
      this.employ(crew);
    });
  }

  running(): RunningDaemon {
    return {
      pid: process.pid,
      places: () => this.posts.all(),
      reload: () => this.reload(),
      stop: () => this.stop(),
      ended: this.ended,
    };
  }

  private employ({ acceptor, onFallen }: Crew): void {
    const { configuration, workers, account } = this.plan;
    this.startedMs = this.ports.nowMs();
    this.acceptor = acceptor;
    onFallen((how) => void this.acceptorFell(how));
    acceptor.hear((message) => this.heard(message));
    const identity = account === undefined ? {} : { identity: { user: account.user, group: account.group } };
    const { ticketSecret } = this;
    acceptor.send({ kind: 'begin', configuration, ticketSecret, workers, ...identity, ...doorSetup(configuration) });
    this.handOver();
  }

  /** Once it has left, a place is closed here; connections that came meanwhile go after it. */
  private handOver(): void {
    for (const { post, bound } of this.posts.takeUnhanded()) {
      const { id, address, port, tlsOnConnect, purpose } = post;
      const { backlog } = this.plan;
      const order: ListenOrder = { kind: 'listen', id, address, port, tlsOnConnect, purpose, backlog };
      const isSocketFile = purpose === 'submission';
      this.acceptor?.send(order, bound.handle, () => {
        if (!isSocketFile) bound.close(); // its name would go with it
      });
      if (isSocketFile) this.socketFile = bound;
      bound.forward((connection) => this.acceptor?.send({ kind: 'adopt', id }, connection, () => letGo(connection)));
    }
  }

  private heard(message: FromAcceptor): void {
    if (message.kind === 'ready') this.settle([]);
    else if (message.kind === 'failed')
      this.settle(message.problems.map((problem) => ({ about: 'serving', message: problem })));
    else if (message.kind === 'told') this.ports.tell(message.line);
    else if (message.kind === 'runner') this.startRunner(message.order);
    else void notifySystemd('--ready');
  }

  private startRunner(order: RunnerOrder): void {
    if (this.plan.account !== undefined && !this.isStopping) this.starter.start(order);
  }

  private announce(): void {
    const { pidFile } = this.plan;
    const why = pidFile === undefined ? undefined : writePidFile(pidFile);
    if (why !== undefined) this.ports.tell(`pid_file_path: ${pidFile} ${why}`);
    void notifySystemd('--ready', `--pid=${process.pid}`);
  }

  /** Its listening sockets are gone with it: they are bound again, by who still may. */
  private async acceptorFell(how: string): Promise<void> {
    this.acceptor = undefined;
    if (this.isStopping) return this.finish();
    if (!this.hasBegun)
      return this.settle([{ about: 'serving', message: `the accepting process ${how} before it served` }]);
    const lived = this.ports.nowMs() - this.startedMs;
    this.falls = lived >= SOUND_MS ? 1 : this.falls + 1;
    const pause = this.falls === 1 ? 0 : Math.min(LONGEST_PAUSE_MS, 100 * 2 ** (this.falls - 2));
    this.ports.tell(`the accepting process ${how}; another is started${pause === 0 ? '' : ` in ${pause} ms`}`);
    setTimeout(() => void this.startAgain(), pause);
  }

  private async startAgain(): Promise<void> {
    if (this.isStopping) return this.finish();
    this.socketFile?.close();
    for (const { message } of await this.posts.bindAgain(this.plan)) this.ports.tell(message);
    this.employ(hireCrew(this.plan.workers));
  }

  private async reload(): Promise<void> {
    void notifySystemd('--reloading');
    const reading = await this.ports.plan();
    if (reading.kind !== 'ready') return this.refuse(reading);
    const before = this.plan;
    this.plan = { ...reading.plan, ...(before.account !== undefined && { account: before.account }) };
    const faults = await this.posts.moveTo(reading.plan, (id) => this.acceptor?.send({ kind: 'unlisten', id }));
    this.handOver(); // what is new, or what had to be taken back
    if (faults.length > 0) {
      this.plan = before;
      for (const fault of faults) this.say(`the configuration is not taken: ${faultText(fault)}`);
      return void notifySystemd('--ready');
    }
    const { configuration } = reading.plan;
    this.acceptor?.send({ kind: 'reload', configuration, ...doorSetup(configuration) });
    for (const mistake of mistakesOf(reading)) this.say(mistake);
    this.say('the configuration was read again');
  }

  /** To who watches, and into the log, which is not ours to write. */
  private say(line: string): void {
    this.ports.tell(line);
    this.acceptor?.send({ kind: 'note', line });
  }

  private refuse(reading: Exclude<StartReading, { kind: 'ready' }>): void {
    const mistakes = reading.kind === 'faulty' ? reading.faults.map(faultText) : mistakesOf(reading);
    for (const mistake of mistakes) this.say(`the configuration is not taken: ${mistake}`);
    void notifySystemd('--ready');
  }

  private stop(): void {
    if (this.isStopping) return void this.acceptor?.kill('SIGKILL');
    this.isStopping = true;
    void notifySystemd('--stopping');
    if (this.acceptor === undefined) return void this.finish();
    this.acceptor.send({ kind: 'drain', withinMs: this.plan.drainMs });
    setTimeout(() => this.acceptor?.kill('SIGKILL'), this.plan.drainMs + KILL_MS).unref();
  }

  private abandon(): void {
    this.isStopping = true;
    this.acceptor?.kill('SIGKILL');
    this.posts.closeUnhanded();
  }

  private finish(): void {
    this.socketFile?.close();
    if (this.plan.pidFile !== undefined) removePidFile(this.plan.pidFile);
    this.end();
  }
}

/** Of the configuration, each with its place. */
const mistakesOf = ({ report }: Pick<StartReading, 'report'>): readonly string[] =>
  report.data.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, message }) => `${file}:${line}: ${message}`);

/** Between the end of a drain and of our patience with it. */
const KILL_MS = 4000;
