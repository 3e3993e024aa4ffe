/**
 * The master: keeps root where it was started as root, and does only what needs it. It binds, hands the listening sockets to
 * the acceptor, starts that again when it dies, rereads the configuration, and ends everything in order.
 */
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../base/index.ts';
import { type Child, startChild } from '../../base/process/index.ts';
import { type BoundPlace, bindPlace, letGo, showEndpoint } from '../../core/net/index.ts';
import { type Crew, hireCrew } from './crew.ts';
import { doorSetup } from './door-setup.ts';
import type { FromAcceptor, ListenOrder, RunnerOrder, ToAcceptor } from './messages.ts';
import { notifySystemd } from './notify.ts';
import { removePidFile, writePidFile } from './pid-file.ts';
import type { Place } from './places.ts';
import { refusal } from './runners/order.ts';
import type { StartFault, StartPlan, StartReading } from './types.ts';

export interface MasterPorts {
  /** The configuration and all that goes with it, as they are now. */
  readonly plan: () => Promise<StartReading>;
  /** A line for who watches: where there is no log, and what the log is not for. */
  readonly tell: (line: string) => void;
  readonly nowMs: () => number;
}

export interface ListeningPlace {
  readonly address: string;
  readonly port: number;
  readonly tlsOnConnect: boolean;
  readonly purpose: ListenOrder['purpose'];
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

interface Post extends ListeningPlace {
  readonly id: number;
  /** As it was asked for: 0 may have become another. */
  readonly wanted: Place;
}

/** What is bound and not handed over yet. */
type Bound = { readonly post: Post; readonly bound: BoundPlace };

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
  private readonly posts = new Map<number, Post>();
  private readonly unhanded: Bound[] = [];
  private plan: StartPlan;
  private socketFile: BoundPlace | undefined;
  private acceptor: Child<ToAcceptor, FromAcceptor> | undefined;
  private nextId = 1;
  private falls = 0;
  private runners = 0;
  private startedMs = 0;
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
  }

  /** All places or none; what keeps one from being had is told of each. */
  async bindAll(): Promise<readonly StartFault[]> {
    const faults: StartFault[] = [];
    for (const { place, purpose } of wantedPlaces(this.plan)) {
      const fault = await this.bindPatiently(place, purpose);
      if (fault !== undefined) faults.push(fault);
    }
    if (faults.length === 0 && this.unhanded.length === 0) faults.push(NOWHERE);
    if (faults.length > 0) for (const { bound } of this.unhanded.splice(0)) bound.close();
    return faults;
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
      places: () => [...this.posts.values()],
      reload: () => this.reload(),
      stop: () => this.stop(),
      ended: this.ended,
    };
  }

  /** `daemon_startup_retries`. */
  private async bindPatiently(place: Place, purpose: ListenOrder['purpose']): Promise<StartFault | undefined> {
    const { count, pauseMs } = this.plan.retries;
    for (let left = count; ; left -= 1) {
      const fault = await this.bind(place, purpose);
      if (fault === undefined || left <= 0) return fault;
      this.ports.tell(`${fault.message}: waiting ${pauseMs / 1000}s before trying again (${left} more)`);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  private async bind(
    place: Place,
    purpose: ListenOrder['purpose'],
    port = place.port,
  ): Promise<StartFault | undefined> {
    const bound = await bindPlace(place.address, port, this.plan.backlog);
    if (!bound.ok) {
      if (isForLackOfIpv6(place, bound.error.message)) return undefined;
      const { message, hint } = bound.error;
      return { about: 'listen', message, ...(hint !== undefined && { hint }) };
    }
    const { tlsOnConnect } = place;
    const post = {
      id: this.nextId++,
      wanted: place,
      address: place.address,
      port: bound.value.port,
      tlsOnConnect,
      purpose,
    };
    this.posts.set(post.id, post);
    this.unhanded.push({ post, bound: bound.value });
    return undefined;
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
    for (const { post, bound } of this.unhanded.splice(0)) {
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

  /** What a worker asks for is judged here, where root is: it becomes nobody whom it must not. */
  private startRunner(order: RunnerOrder): void {
    const { account, configuration } = this.plan;
    if (account === undefined || this.isStopping) return;
    const why = this.runners >= MOST_RUNNERS ? 'there are too many' : refusal(order, configuration, account);
    if (why !== undefined) {
      this.say(`no process to deliver as user ${order.uid} was started: ${why}`);
      return;
    }
    this.runners += 1;
    const runner = startChild<RunnerOrder, never>({
      role: 'runner',
      args: ['serve'],
      youngMiB: RUNNER_YOUNG_MIB,
      exited: () => {
        this.runners -= 1;
      },
    });
    runner.send(order);
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
    const before = [...this.posts.values()];
    this.posts.clear();
    this.socketFile?.close();
    for (const { wanted, purpose, port } of before) {
      const fault = await this.bindSoon(wanted, purpose, port);
      if (fault !== undefined) this.ports.tell(fault.message);
    }
    this.employ(hireCrew(this.plan.workers));
  }

  private async reload(): Promise<void> {
    void notifySystemd('--reloading');
    const reading = await this.ports.plan();
    if (reading.kind !== 'ready') return this.refuse(reading);
    const before = this.plan;
    this.plan = { ...reading.plan, ...(before.account !== undefined && { account: before.account }) };
    const faults = await this.moveTo(reading.plan);
    if (faults.length > 0) {
      this.plan = before;
      for (const { message } of faults) this.say(`the configuration is not taken: ${message}`);
      return void notifySystemd('--ready');
    }
    this.handOver();
    const { configuration } = reading.plan;
    this.acceptor?.send({ kind: 'reload', configuration, ...doorSetup(configuration) });
    this.say('the configuration was read again');
  }

  /** To who watches, and into the log, which is not ours to write. */
  private say(line: string): void {
    this.ports.tell(line);
    this.acceptor?.send({ kind: 'note', line });
  }

  private refuse(reading: Exclude<StartReading, { kind: 'ready' }>): void {
    const mistakes =
      reading.kind === 'faulty'
        ? reading.faults.map(({ message }) => message)
        : reading.report.data.problems
            .filter(({ severity }) => severity === 'error')
            .map(({ file, line, message }) => `${file}:${line}: ${message}`);
    for (const mistake of mistakes) this.say(`the configuration is not taken: ${mistake}`);
    void notifySystemd('--ready');
  }

  /** Binds what is new, all or nothing, and lets go of what is wanted no more. */
  private async moveTo(plan: StartPlan): Promise<readonly StartFault[]> {
    const wanted = wantedPlaces(plan);
    const isSame = (post: Post, { place, purpose }: (typeof wanted)[number]): boolean =>
      post.purpose === purpose &&
      post.wanted.address === place.address &&
      post.wanted.port === place.port &&
      post.tlsOnConnect === place.tlsOnConnect;
    const gone = [...this.posts.values()].filter((post) => !wanted.some((one) => isSame(post, one)));
    const fresh = wanted.filter((one) => ![...this.posts.values()].some((post) => isSame(post, one)));
    // The same address and port with or without TLS can only be had once the old one is gone.
    for (const { id } of gone) this.acceptor?.send({ kind: 'unlisten', id });
    const faults: StartFault[] = [];
    for (const { place, purpose } of fresh) {
      const fault = await this.bindSoon(place, purpose);
      if (fault !== undefined) faults.push(fault);
    }
    if (faults.length > 0) await this.takeBack(gone);
    else for (const { id } of gone) this.posts.delete(id);
    return faults;
  }

  /** Other processes may still be about to close the one before. */
  private async bindSoon(
    place: Place,
    purpose: ListenOrder['purpose'],
    port = place.port,
  ): Promise<StartFault | undefined> {
    for (let tries = 0; ; tries += 1) {
      const fault = await this.bind(place, purpose, port);
      if (fault === undefined || tries >= MAX_TRIES) return fault;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }

  private async takeBack(gone: readonly Post[]): Promise<void> {
    for (const { post, bound } of this.unhanded.splice(0)) {
      bound.close();
      this.posts.delete(post.id);
    }
    for (const post of gone) {
      this.posts.delete(post.id);
      await this.bindSoon(post.wanted, post.purpose, post.port);
    }
    this.handOver();
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
    for (const { bound } of this.unhanded.splice(0)) bound.close();
  }

  private finish(): void {
    this.socketFile?.close();
    if (this.plan.pidFile !== undefined) removePidFile(this.plan.pidFile);
    this.end();
  }
}

/** Processes that deliver as users, of all workers. */
const MOST_RUNNERS = 500;
const RUNNER_YOUNG_MIB = 1;

const MAX_TRIES = 80;
const TRY_AGAIN_MS = 25;
/** Between the end of a drain and of our patience with it. */
const KILL_MS = 4000;

const NOWHERE: StartFault = {
  about: 'listen',
  message: 'none of the addresses in local_interfaces is one of this host',
  hint: 'give an address of this host, or 0.0.0.0 for all',
};

function wantedPlaces(plan: StartPlan): readonly { readonly place: Place; readonly purpose: ListenOrder['purpose'] }[] {
  const smtp = plan.places.map((place) => ({ place, purpose: 'smtp' as const }));
  const { status, submission } = plan;
  return [
    ...smtp,
    ...(status === undefined ? [] : [{ place: status, purpose: 'status' as const }]),
    ...(submission === undefined ? [] : [{ place: submission, purpose: 'submission' as const }]),
  ];
}

/** On a host without IPv6 the loopback and the wildcard of it are passed over, as the usual settings name them. */
const isForLackOfIpv6 = ({ address }: Place, message: string): boolean =>
  /^::1?$/.test(address) && /no such address|EAFNOSUPPORT|does not speak/.test(message);

export const showPlace = ({ address, port }: Pick<ListeningPlace, 'address' | 'port'>): string =>
  showEndpoint(address, port);
