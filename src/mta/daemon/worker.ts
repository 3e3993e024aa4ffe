/**
 * A worker: accepts connections while it is on duty, beside other workers, and serves them.
 *
 * A reload makes a new reception beside the old one; sessions that have begun go on with what they began with, and the old
 * one closes with the last of them. When it is to end, idle sessions are told so, others finish what is in hand, and whoever
 * is left when the time is up is cut off.
 */

import { Roster } from '../../base/index.ts';
import {
  type ArrivedConnection,
  type ArrivedStream,
  acceptOn,
  arrivedConnection,
  type Handle,
  letGo,
  passOn,
  receivedStream,
  Stopping,
  type TakenPlace,
} from '../../core/net/index.ts';
import { type Configuration, mainValue } from '../config/index.ts';
import { Entrance } from './entrance.ts';
import { type Admitted, type Shift, serveGuest } from './guest.ts';
import type { FromWorker, ListenOrder, RunnerOrder, ToWorker } from './messages.ts';
import { goOnAs } from './privileges.ts';
import type { MakeReception, ReceptionService } from './reception-port.ts';
import { createRunners, type Runners } from './runners/pool.ts';
import { serveCaller } from './submission/serve-caller.ts';

export interface WorkerPorts {
  readonly send: (message: FromWorker, handle?: Handle, sent?: () => void) => void;
  readonly makeReception: MakeReception;
  /** Nothing is open any more after a drain. */
  readonly ended: () => void;
}

/** For what was said to leave. */
const FAILED_MS = 100;

type Order<Kind extends ToWorker['kind']> = Extract<ToWorker, { kind: Kind }>;

/** Where clients come to; `taken` while they are let in. */
interface Place {
  readonly order: ListenOrder;
  readonly handle: Handle;
  taken: TakenPlace | undefined;
}

export class Worker {
  private readonly ports: WorkerPorts;
  private readonly places = new Map<number, Place>();
  private readonly connections = new Roster<ArrivedConnection>();
  private readonly entrance: Entrance;
  private shift: Shift | undefined;
  /** That one, and those before it which still have something in hand. */
  private readonly shifts = new Set<Shift>();
  private ticketSecret: Uint8Array = new Uint8Array(32);
  private willCount = false;
  private measuring: NodeJS.Timeout | undefined;
  private isDraining = false;
  private isEnding = false;
  /** Absent where everything is done as who we are. */
  private runners: Runners | undefined;
  /** Queue runs are begun here. */
  private runsQueue = false;
  /** Figures are told apart by it. */
  private number = 1;
  private usedBefore = performance.eventLoopUtilization();

  constructor(ports: WorkerPorts) {
    this.ports = ports;
    this.entrance = new Entrance((message) => ports.send(message));
  }

  hear(message: ToWorker, handle: Handle | undefined): void {
    if (message.kind === 'known') this.entrance.known(message.entered, message.others);
    else if (message.kind === 'answered') this.entrance.answered(message.answers);
    else if (message.kind === 'credit') this.entrance.settle(message.credit);
    else if (message.kind === 'begin') void this.begin(message);
    else if (message.kind === 'listen') this.listen(message, handle);
    else if (message.kind === 'unlisten') this.unlisten(message.id);
    else if (message.kind === 'run-queue') this.runQueue();
    else if (message.kind === 'adopt') this.adopt(message.order, handle);
    else if (message.kind === 'ask-share') this.tellShare();
    else if (message.kind === 'reload') void this.reload(message.configuration);
    else this.drain(message.withinMs);
  }

  private async begin({ configuration, ticketSecret, identity, number, workers }: Order<'begin'>): Promise<void> {
    if (identity !== undefined) {
      if (process.getuid?.() === 0) goOnAs(identity); // one that was started again is somebody else already
      const request = (order: RunnerOrder): void => this.ports.send({ kind: 'runner', order });
      this.runners = createRunners({ request, tell: (line) => this.tell(line) });
    }
    this.number = number;
    this.ticketSecret = ticketSecret;
    this.entrance.begin(workers);
    const problems = await this.change(configuration);
    if (problems !== undefined) {
      this.ports.send({ kind: 'failed', problems });
      return void setTimeout(this.ports.ended, FAILED_MS); // another is started, when things may be better
    }
    this.ports.send({ kind: 'ready' });
    for (const place of this.places.values()) this.open(place);
  }

  private async reload(configuration: Configuration): Promise<void> {
    const problems = await this.change(configuration);
    for (const problem of problems ?? []) this.tell(problem);
    this.ports.send({ kind: 'reloaded' });
  }

  /** What keeps this configuration from being served; the one before stays then. */
  private async change(configuration: Configuration): Promise<readonly string[] | undefined> {
    const { ticketSecret, runners } = this;
    const made = await this.ports.makeReception({
      configuration,
      ticketSecret,
      tell: (line) => this.tell(line),
      number: this.number,
      ...(runners !== undefined && { runAs: runners.runAs, doAs: runners.doAs }),
    });
    if (!made.ok) return made.error;
    const before = this.shift;
    this.shift = {
      reception: made.value,
      keepsAlive: mainValue(configuration, 'smtp_accept_keepalive') === true,
      noDelay: mainValue(configuration, 'tcp_nodelay') === true,
      proxyMs: 1000 * Number(mainValue(configuration, 'proxy_protocol_timeout')),
      stopping: new Stopping(),
      open: 0,
      isOver: false,
    };
    this.shifts.add(this.shift);
    if (this.runsQueue) made.value.repeatRuns();
    if (before !== undefined) this.endShift(before);
    this.measureOn();
    return undefined;
  }

  private runQueue(): void {
    this.runsQueue = true;
    this.shift?.reception.repeatRuns();
  }

  private tellShare(): void {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.usedBefore);
    this.usedBefore = now;
    this.ports.send({ kind: 'share', share: utilization });
  }

  private endShift(shift: Shift): void {
    shift.isOver = true;
    if (shift.open === 0) void this.close(shift);
  }

  private close(shift: Shift): Promise<void> {
    const { reception } = shift;
    shift.closed ??= reception.close().then(() => {
      this.shifts.delete(shift);
      this.tellCounts(reception);
    });
    return shift.closed;
  }

  private tell(line: string): void {
    this.ports.send({ kind: 'told', line });
  }

  private listen(order: ListenOrder, handle: Handle | undefined): void {
    if (handle === undefined) return;
    if (this.isDraining) return void letGo(handle);
    const place = { order, handle, taken: undefined };
    this.places.set(order.id, place);
    if (this.shift !== undefined) this.open(place);
  }

  private open(place: Place): void {
    const { handle, order } = place;
    place.taken = acceptOn(handle, order.backlog, (socket) => this.accepted(socket, order));
  }

  private unlisten(id: number): void {
    const place = this.places.get(id);
    if (place === undefined) return;
    if (place.taken === undefined) letGo(place.handle);
    else place.taken.close();
    this.places.delete(id);
  }

  private adopt(order: ListenOrder, handle: Handle | undefined): void {
    if (handle !== undefined) this.arrived(receivedStream(handle), order);
  }

  private accepted(socket: ArrivedStream, order: ListenOrder): void {
    if (this.entrance.isCrowded && order.purpose === 'smtp' && !this.isDraining) {
      this.entrance.passed();
      this.ports.send({ kind: 'passed', id: order.id }, passOn(socket), () => socket.destroy());
    } else this.arrived(socket, order);
  }

  private arrived(socket: ArrivedStream, { purpose, tlsOnConnect }: ListenOrder): void {
    const { shift } = this;
    if (shift === undefined || this.isDraining) return void socket.destroy();
    if (purpose === 'submission') return void this.takeLocal(socket, shift);
    const connection = arrivedConnection(socket, shift);
    if (connection === undefined) return;
    this.entrance.arrive({
      address: connection.remote.address,
      enter: (id, count) => this.take(connection, { id, count, tlsOnConnect }),
      turnAway: (reply, why) => {
        if (why !== undefined)
          this.shift?.reception.refused({ client: connection.remote, local: connection.local }, why);
        connection.turnAway(`${reply}\r\n`);
      },
    });
  }

  private take(connection: ArrivedConnection, admitted: Admitted): void {
    const { shift } = this;
    if (shift === undefined) return void connection.destroy();
    this.connections.enter(connection);
    shift.open += 1;
    const ended = (): void => {
      if (!this.connections.leave(connection)) return;
      this.entrance.leave(admitted.id);
      this.ended(shift);
    };
    const onBug = (cause: Error): void => {
      connection.destroy();
      this.tell(`a bug in mxray: ${cause.stack ?? cause}`);
      ended();
    };
    try {
      const begun = serveGuest(shift, connection, admitted, ended);
      if (begun instanceof Promise) begun.catch(onBug);
    } catch (bug) {
      onBug(bug as Error);
    }
  }

  private async takeLocal(socket: ArrivedStream, shift: Shift): Promise<void> {
    shift.open += 1;
    await serveCaller(socket, shift.reception).catch((cause: Error) => this.tell(`a bug in mxray: ${cause.stack}`));
    socket.destroySoon();
    this.ended(shift);
  }

  private ended(shift: Shift): void {
    shift.open -= 1;
    if (shift.isOver && shift.open === 0) void this.close(shift);
    this.countSoon();
    if (this.isDraining && this.connections.size === 0) this.end();
  }

  /** What was counted in a while goes together. */
  private countSoon(): void {
    if (this.willCount) return;
    this.willCount = true;
    setTimeout(() => this.count(), COUNT_MS).unref();
  }

  private count(): void {
    this.willCount = false;
    if (this.shift !== undefined) this.tellCounts(this.shift.reception);
  }

  private tellCounts({ counts }: ReceptionService): void {
    const counted = counts();
    if (Object.keys(counted).length > 0) this.ports.send({ kind: 'counted', counts: counted });
  }

  /** Where somebody may want to know; once at once. */
  private measureOn(): void {
    clearInterval(this.measuring);
    this.measuring = undefined;
    if (this.shift?.reception.gauges === undefined) return;
    this.measuring = setInterval(() => void this.measure(), MEASURE_MS).unref();
    void this.measure();
  }

  private async measure(): Promise<void> {
    const gauges = await this.shift?.reception.gauges?.();
    if (gauges === undefined || this.shift === undefined) return;
    this.ports.send({ kind: 'measured', gauges });
    this.count();
  }

  private drain(withinMs: number): void {
    if (this.isDraining) return;
    this.isDraining = true;
    for (const id of [...this.places.keys()]) this.unlisten(id);
    this.entrance.close(CLOSING);
    this.shift?.stopping.begin();
    // Who is cut off may have the whole time to himself, and deliveries that begin meanwhile would have none.
    for (const { reception } of this.shifts) reception.rest();
    if (this.connections.size === 0) return void this.end();
    setTimeout(() => {
      for (const connection of this.connections.all()) connection.destroy();
      this.end();
    }, withinMs).unref();
  }

  /** Once: connections that are cut off end behind it, while deliveries in hand have still to come to their end. */
  private end(): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.entrance.tell();
    this.count();
    this.shift = undefined;
    clearInterval(this.measuring);
    void Promise.allSettled([...this.shifts].map((shift) => this.close(shift))).then(() => {
      this.runners?.close();
      this.ports.ended();
    });
  }
}

const CLOSING = '421 Service not available - closing connection';
/** Nobody waits for counters. */
const COUNT_MS = 100;
const MEASURE_MS = 2000;
