/**
 * The acceptor: owns the listening sockets, counts who is in, and passes connections to the workers, its children.
 *
 * It reads nothing of what clients say. When the master is gone it accepts no more, and ends with its last connection.
 */
import { loadavg } from 'node:os';
import type { Child } from '../../base/process/index.ts';
import { acceptOn, type Handle, type PassedConnection, passedOn, type TakenPlace } from '../../core/net/index.ts';
import type { Configuration } from '../config/index.ts';
import { entry, type Log, startedEntry } from '../log/index.ts';
import { Door } from './admission.ts';
import { logSettings, openLog } from './compose/logs.ts';
import { type DoorPolicy, readDoorPolicy } from './door-policy.ts';
import type { FromAcceptor, FromWorker, ListenOrder, ToAcceptor, ToWorker } from './messages.ts';
import { goOnAs } from './privileges.ts';
import { type Job, Staff } from './staff.ts';
import { type Counters, createCounters, serveStatus } from './status.ts';

export interface AcceptorPorts {
  readonly send: (message: FromAcceptor) => void;
  readonly startWorker: (number: number, exited: (how: string) => void) => Child<ToWorker, FromWorker>;
  /** Nothing is left to do. */
  readonly ended: () => void;
  readonly nowMs: () => number;
}

type Order<Kind extends ToAcceptor['kind']> = Extract<ToAcceptor, { kind: Kind }>;

/** Connections kept while no worker serves; beyond them, the system keeps more. */
const MAX_WAITING = 1000;

export class Acceptor {
  private readonly ports: AcceptorPorts;
  private readonly door = new Door();
  private readonly places = new Map<number, { readonly order: ListenOrder; readonly taken: TakenPlace }>();
  /** Connection → client's address, for those that are in. */
  private readonly guests = new Map<number, string>();
  private readonly waiting: Job[] = [];
  private readonly counters: Counters = createCounters();
  private readonly staff: Staff;
  private setup: Omit<Order<'begin'>, 'kind'> | undefined;
  private policy: DoorPolicy | undefined;
  private log: Log | undefined;
  private nextId = 1;
  private reloading = 0;
  private isDraining = false;
  private hasServed = false;

  constructor(ports: AcceptorPorts) {
    this.ports = ports;
    this.staff = new Staff({
      start: ports.startWorker,
      setup: (number) => ({ kind: 'begin', number, ...this.given() }),
      heard: (message) => this.heard(message),
      lost: (ids) => this.left(ids),
      unserved: (jobs) => this.reassign(jobs),
      tell: (line) => this.tell(line),
      nowMs: ports.nowMs,
    });
  }

  hear(message: ToAcceptor, handle: Handle | undefined): void {
    if (message.kind === 'begin') this.begin(message);
    else if (message.kind === 'listen') this.listen(message, handle);
    else if (message.kind === 'unlisten') this.unlisten(message.id);
    else if (message.kind === 'adopt') this.adopt(message.id, handle);
    else if (message.kind === 'reload') this.reload(message.configuration);
    else if (message.kind === 'note') this.note(message.line);
    else this.drain(message.withinMs);
  }

  drain(withinMs: number): void {
    if (this.isDraining) return;
    this.isDraining = true;
    for (const id of [...this.places.keys()]) this.unlisten(id);
    for (const { connection } of this.waiting.splice(0)) connection.close();
    this.staff.close();
    this.staff.tellAll({ kind: 'drain', withinMs });
    setTimeout(() => this.staff.kill(), withinMs + KILL_MS).unref();
    this.endIfDone();
  }

  private given(): Omit<Order<'begin'>, 'kind' | 'identity' | 'workers'> {
    if (this.setup === undefined) throw new Error('a worker before the beginning');
    const { configuration, ticketSecret } = this.setup;
    return { configuration, ticketSecret };
  }

  private begin({ kind: _, ...setup }: Order<'begin'>): void {
    if (setup.identity !== undefined) goOnAs(setup.identity);
    this.setup = setup;
    this.settle(setup.configuration);
    this.staff.begin(setup.workers);
  }

  private settle(configuration: Configuration): void {
    this.policy = readDoorPolicy(configuration);
    const settings = logSettings(configuration);
    if (!settings.ok) return;
    void this.log?.close();
    this.log = openLog(settings.value);
  }

  private listen(order: ListenOrder, handle: Handle | undefined): void {
    if (handle === undefined) return;
    const taken =
      order.purpose === 'status'
        ? serveStatus(handle, () => this.status())
        : acceptOn(handle, order.backlog, (connection) => this.arrived(connection, order));
    this.places.set(order.id, { order, taken });
  }

  private unlisten(id: number): void {
    this.places.get(id)?.taken.close();
    this.places.delete(id);
  }

  /** One that came to the master, before we listened. */
  private adopt(id: number, handle: Handle | undefined): void {
    const place = this.places.get(id);
    if (handle !== undefined && place !== undefined) this.arrived(passedOn(handle), place.order);
  }

  private arrived(connection: PassedConnection, { purpose, tlsOnConnect }: ListenOrder): void {
    const { policy } = this;
    if (purpose === 'submission')
      return void this.assign({ order: { kind: 'submission', id: this.nextId++ }, connection });
    const address = connection.peer?.address;
    if (address === undefined || policy === undefined) return void connection.close();
    const admission = this.door.enter(
      policy.limits,
      { address, maxPerHost: policy.maxPerHost(address), isReserved: () => policy.isReserved(address) },
      () => loadavg()[0]!,
    );
    if (admission.kind === 'out') {
      this.counters.add('connections_refused');
      this.note(admission.log);
      return void connection.turnAway(`${admission.reply}\r\n`);
    }
    this.counters.add('connections');
    const id = this.nextId++;
    this.guests.set(id, address);
    this.assign({ order: { kind: 'connection', id, tlsOnConnect, count: admission.count }, connection });
  }

  private assign(job: Job): void {
    if (this.staff.assign(job)) return;
    if (this.waiting.length < MAX_WAITING && !this.isDraining) return void this.waiting.push(job);
    job.connection.turnAway('421 Service not available - closing connection\r\n');
    this.left([job.order.id]);
  }

  private reassign(jobs: readonly Job[]): void {
    for (const job of jobs) this.assign(job);
  }

  private left(ids: readonly number[]): void {
    for (const id of ids) {
      const address = this.guests.get(id);
      if (address === undefined) continue;
      this.guests.delete(id);
      this.door.leave(address);
    }
  }

  private heard(message: FromWorker): void {
    if (message.kind === 'ready') this.becameReady();
    else if (message.kind === 'ended') {
      this.left(message.ids);
      this.endIfDone();
    } else if (message.kind === 'counted') this.counters.addAll(message.counts);
    else if (message.kind === 'told') this.tell(message.line);
    else if (message.kind === 'reloaded') this.reloadedOne();
    else this.failed(message.problems);
  }

  private becameReady(): void {
    this.reassign(this.waiting.splice(0));
    if (!this.staff.isReady || this.hasServed) return;
    this.hasServed = true;
    this.log?.write(startedEntry(this.startedFacts()));
    this.ports.send({ kind: 'ready' });
  }

  private startedFacts(): Parameters<typeof startedEntry>[0] {
    const orders = [...this.places.values()].map(({ order }) => order).filter(({ purpose }) => purpose === 'smtp');
    const listening = orders.map(({ address, port, tlsOnConnect }) => ({
      protocol: tlsOnConnect ? ('SMTPS' as const) : ('SMTP' as const),
      port,
      ...(isWildcard(address) ? { families: [address === '::' ? ('IPv6' as const) : ('IPv4' as const)] } : { address }),
    }));
    return { program: 'mxray', pid: process.ppid, queueRuns: 'no queue runs', listening };
  }

  /** At the start it is the end; later the worker is one that died. */
  private failed(problems: readonly string[]): void {
    if (!this.hasServed) this.ports.send({ kind: 'failed', problems });
    else for (const problem of problems) this.tell(problem);
  }

  private reload(configuration: Configuration): void {
    if (this.setup === undefined) return;
    this.setup = { ...this.setup, configuration };
    this.settle(configuration);
    this.reloading = this.staff.alive;
    this.staff.tellAll({ kind: 'reload', configuration });
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
        connections_open: this.door.open,
        workers: this.staff.ready,
        workers_failed_in_a_row: this.staff.falls,
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

/** Between the end of a worker's patience with its clients and of ours with it. */
const KILL_MS = 2000;
