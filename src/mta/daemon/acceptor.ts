/**
 * The acceptor: starts the workers, its children, hands them the listening sockets, and keeps count of who is in.
 *
 * The sockets stay open here, so that no death of a worker closes a place; what comes while nobody serves waits in the
 * system's queue. It reads nothing of what clients say. When the master is gone it ends with its last connection.
 */
import { loadavg } from 'node:os';
import type { Child } from '../../base/process/index.ts';
import { type Handle, letGo, type TakenPlace } from '../../core/net/index.ts';
import type { Configuration } from '../config/index.ts';
import { entry, type Log, startedEntry } from '../log/index.ts';
import { doorPolicy } from './door-policy.ts';
import { Duty } from './duty.ts';
import { Gate } from './gate.ts';
import { idleProcessors } from './idle-processors.ts';
import type { DoorSetup, FromAcceptor, FromWorker, ListenOrder, Setup, ToAcceptor, ToWorker } from './messages.ts';
import { openLog } from './open-log.ts';
import { goOnAs } from './privileges.ts';
import { Staff } from './staff.ts';
import { type Counters, createCounters, serveStatus } from './status.ts';
import { warningsAtStart } from './warnings.ts';

export interface AcceptorPorts {
  readonly send: (message: FromAcceptor) => void;
  readonly startWorker: (number: number, exited: (how: string) => void) => Child<ToWorker, FromWorker>;
  /** Nothing is left to do. */
  readonly ended: () => void;
  readonly nowMs: () => number;
}

type Order<Kind extends ToAcceptor['kind']> = Extract<ToAcceptor, { kind: Kind }>;

interface KeptPlace {
  readonly order: ListenOrder;
  readonly handle: Handle;
  /** Served from here. */
  readonly taken?: TakenPlace;
}

/** A connection that came before anybody served; few come so early. */
interface Early {
  readonly id: number;
  readonly handle: Handle;
}

export class Acceptor {
  private readonly ports: AcceptorPorts;
  private readonly gate: Gate;
  private readonly places = new Map<number, KeptPlace>();
  private readonly early: Early[] = [];
  private readonly counters: Counters = createCounters();
  /** What workers have measured last. */
  private readonly gauges = new Map<number, Readonly<Record<string, number>>>();
  private readonly staff: Staff;
  private readonly duty: Duty;
  private readonly beating: NodeJS.Timeout;
  private setup: Setup | undefined;
  private log: Log | undefined;
  private wanted = 0;
  private reloading = 0;
  private isDraining = false;
  private hasServed = false;
  private queueRuns = '';

  constructor(ports: AcceptorPorts) {
    this.ports = ports;
    this.staff = new Staff({
      start: ports.startWorker,
      instruct: (worker, number) => this.instruct(worker, number),
      heard: (message, number, handle) => this.heard(message, number, handle),
      lost: (number) => this.lost(number),
      tell: (line) => this.tell(line),
      nowMs: ports.nowMs,
    });
    this.gate = new Gate({
      send: (number, message) => this.staff.tell(number, message),
      workers: () => this.staff.size,
      load: () => loadavg()[0]!,
      refused: () => this.counters.add('connections_refused'),
      entered: (count) => this.counters.add('connections', count),
    });
    this.duty = new Duty({
      call: (number) => {
        for (const { order, handle } of this.forWorkers()) this.staff.tell(number, order, handle);
      },
      release: (number) => {
        for (const { order } of this.forWorkers()) this.staff.tell(number, { kind: 'unlisten', id: order.id });
      },
      ask: (number) => this.staff.tell(number, { kind: 'ask-share' }),
      idleProcessors: idleProcessors(ports.nowMs),
    });
    this.beating = setInterval(() => this.duty.beat(), BEAT_MS).unref();
  }

  hear(message: ToAcceptor, handle: Handle | undefined): void {
    if (message.kind === 'prepare') this.staff.prepare(message.workers);
    else if (message.kind === 'begin') this.begin(message);
    else if (message.kind === 'listen') this.listen(message, handle);
    else if (message.kind === 'unlisten') this.unlisten(message.id);
    else if (message.kind === 'adopt') this.adopt(message.id, handle);
    else if (message.kind === 'reload') void this.reload(message);
    else if (message.kind === 'note') this.note(message.line);
    else this.drain(message.withinMs);
  }

  drain(withinMs: number): void {
    if (this.isDraining) return;
    this.isDraining = true;
    clearInterval(this.beating);
    for (const id of [...this.places.keys()]) this.unlisten(id);
    for (const { handle } of this.early.splice(0)) letGo(handle);
    this.staff.close();
    this.staff.tellAll({ kind: 'drain', withinMs });
    setTimeout(() => this.staff.kill(), withinMs + KILL_MS).unref();
    this.endIfDone();
  }

  private begin({ kind: _, workers, door, logs, queueRuns, ...setup }: Order<'begin'>): void {
    if (setup.identity !== undefined) goOnAs(setup.identity);
    this.setup = setup;
    this.wanted = workers;
    void this.settle({ door, queueRuns, ...(logs !== undefined && { logs }) }, setup.configuration);
    this.staff.begin(workers);
  }

  /** Until the policy is there, clients wait who have to be asked for. */
  private async settle({ door, logs, queueRuns }: DoorSetup, configuration: Configuration): Promise<void> {
    this.queueRuns = queueRuns;
    if (logs !== undefined) {
      void this.log?.close();
      this.log = openLog(logs);
    }
    this.gate.settle(await doorPolicy(door, configuration));
  }

  /** What things are; where clients come to it is told when it is on duty. */
  private instruct(worker: Child<ToWorker, FromWorker>, number: number): void {
    if (this.setup === undefined) throw new Error('a worker before the beginning');
    worker.send({ kind: 'begin', number, workers: this.wanted, ...this.setup });
    if (this.hasServed && number === FIRST) worker.send({ kind: 'run-queue' });
  }

  private forWorkers(): readonly KeptPlace[] {
    return [...this.places.values()].filter(({ taken }) => taken === undefined);
  }

  private listen(order: ListenOrder, handle: Handle | undefined): void {
    if (handle === undefined) return;
    if (this.isDraining) return void letGo(handle);
    if (order.purpose === 'status')
      return void this.places.set(order.id, { order, handle, taken: serveStatus(handle, () => this.status()) });
    this.places.set(order.id, { order, handle });
    for (const number of this.duty.workers) this.staff.tell(number, order, handle);
  }

  private unlisten(id: number): void {
    const place = this.places.get(id);
    if (place === undefined) return;
    if (place.taken !== undefined) place.taken.close();
    else letGo(place.handle);
    this.places.delete(id);
    this.staff.tellAll({ kind: 'unlisten', id });
  }

  private adopt(id: number, handle: Handle | undefined, from?: number): void {
    if (handle === undefined) return;
    const load = (number: number): number => (number === from ? Number.POSITIVE_INFINITY : this.gate.of(number));
    const place = this.places.get(id);
    if (this.isDraining || place === undefined) letGo(handle);
    else if (!this.staff.hand({ kind: 'adopt', order: place.order }, handle, load, () => letGo(handle)))
      this.early.push({ id, handle });
  }

  private lost(number: number): void {
    this.gate.lost(number);
    this.duty.lost(number);
    this.gauges.delete(number);
    this.endIfDone();
  }

  private heard(message: FromWorker, number: number, handle: Handle | undefined): void {
    if (message.kind === 'moved') this.gate.moved(number, message.entered, message.left);
    else if (message.kind === 'knocked') this.gate.knocked(number, message.guests);
    else if (message.kind === 'asks-first') this.gate.asksFirst(number);
    else if (message.kind === 'passed') this.passed(message.id, handle, number);
    else if (message.kind === 'share') this.duty.answered(number, message.share);
    else if (message.kind === 'ready') this.becameReady(number);
    else if (message.kind === 'counted') this.counters.addAll(message.counts);
    else if (message.kind === 'measured') this.gauges.set(number, message.gauges);
    else if (message.kind === 'told') this.tell(message.line);
    else if (message.kind === 'runner') this.ports.send(message);
    else if (message.kind === 'reloaded') this.reloadedOne();
    else this.failed(message.problems);
  }

  /** Where one has too many, those that come next should not all go by way of us. */
  private passed(id: number, handle: Handle | undefined, from: number): void {
    this.duty.callNext();
    this.adopt(id, handle, from);
  }

  private becameReady(number: number): void {
    this.gate.joined(number);
    this.duty.joined(number);
    for (const { id, handle } of this.early.splice(0)) this.adopt(id, handle);
    if (!this.staff.isReady || this.hasServed) return;
    this.hasServed = true;
    const warnings = this.setup === undefined ? [] : warningsAtStart(this.setup.configuration);
    for (const warning of warnings) this.log?.write(warning);
    this.log?.write(startedEntry(this.startedFacts()));
    this.ports.send({ kind: 'ready' });
    void (this.log?.written() ?? Promise.resolve()).then(() => this.staff.tell(FIRST, { kind: 'run-queue' }));
  }

  private startedFacts(): Parameters<typeof startedEntry>[0] {
    const orders = [...this.places.values()].map(({ order }) => order).filter(({ purpose }) => purpose === 'smtp');
    const listening = orders.map(({ address, port, tlsOnConnect }) => ({
      protocol: tlsOnConnect ? ('SMTPS' as const) : ('SMTP' as const),
      port,
      ...(isWildcard(address) ? { families: [address === '::' ? ('IPv6' as const) : ('IPv4' as const)] } : { address }),
    }));
    return { program: 'mxray', pid: process.ppid, queueRuns: this.queueRuns, listening };
  }

  /** At the start it is the end; later the worker is one that died. */
  private failed(problems: readonly string[]): void {
    if (!this.hasServed) this.ports.send({ kind: 'failed', problems });
    else for (const problem of problems) this.tell(problem);
  }

  private async reload({ kind: _, configuration, ...given }: Order<'reload'>): Promise<void> {
    if (this.setup === undefined) return;
    this.setup = { ...this.setup, configuration };
    this.reloading = this.staff.alive;
    this.staff.tellAll({ kind: 'reload', configuration });
    await this.settle(given, configuration);
  }

  private reloadedOne(): void {
    this.reloading -= 1;
    if (this.reloading === 0) this.ports.send({ kind: 'reloaded' });
  }

  private status(): ReturnType<Parameters<typeof serveStatus>[1]> {
    return {
      isHealthy: this.staff.ready > 0 && !this.isDraining,
      counters: this.counters,
      gauges: {
        connections_open: this.gate.open,
        workers: this.staff.ready,
        workers_failed_in_a_row: this.staff.falls,
        ...Object.assign({}, ...this.gauges.values()),
      },
    };
  }

  /** For the log alone. */
  private note(line: string): void {
    this.log?.write(entry('daemon', {}, line));
  }

  /** For the log, and for who watches. */
  private tell(line: string): void {
    this.note(line);
    this.ports.send({ kind: 'told', line });
  }

  private endIfDone(): void {
    if (!this.isDraining || this.staff.alive > 0) return;
    void (this.log?.close() ?? Promise.resolve()).then(this.ports.ended);
  }
}

const isWildcard = (address: string): boolean => address === '::' || address === '0.0.0.0';

/** The worker that sees to queue runs. */
const FIRST = 1;

const BEAT_MS = 500;

/** Between the end of a worker's patience with its clients and of ours with it. */
const KILL_MS = 2000;
