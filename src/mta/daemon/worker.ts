/**
 * A worker: takes connections and serves them.
 *
 * A reload makes a new reception beside the old one; sessions that have begun go on with what they began with, and the old
 * one closes with the last of them. When it is to end, idle sessions are told so, others finish what is in hand, and whoever
 * is left when the time is up is cut off.
 */
import { setMaxListeners } from 'node:events';
import { type Handle, receivedConnection, receivedLocal, type ServedConnection, serve } from '../../core/net/index.ts';
import { createServerSession } from '../../core/smtp/index.ts';
import { type Configuration, mainValue } from '../config/index.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { behindProxy, readProxyHeader } from './proxy-front.ts';
import type { MakeReception, ReceptionService } from './reception-port.ts';
import { serveCaller } from './submission/serve-caller.ts';

export interface WorkerPorts {
  readonly send: (message: FromWorker) => void;
  readonly makeReception: MakeReception;
  /** Nothing is open any more after a drain. */
  readonly ended: () => void;
}

/** For what was said to leave. */
const FAILED_MS = 100;

/** A reception and those it serves. */
interface Shift {
  readonly reception: ReceptionService;
  readonly keepsAlive: boolean;
  readonly proxyMs: number;
  /** Aborted when sessions should come to an end. */
  readonly stopping: AbortController;
  open: number;
  isOver: boolean;
}

type Order<Kind extends ToWorker['kind']> = Extract<ToWorker, { kind: Kind }>;

export class Worker {
  private readonly ports: WorkerPorts;
  private readonly connections = new Set<ServedConnection>();
  private readonly finished: number[] = [];
  private shift: Shift | undefined;
  private ticketSecret: Uint8Array = new Uint8Array(32);
  private isDraining = false;

  constructor(ports: WorkerPorts) {
    this.ports = ports;
  }

  hear(message: ToWorker, handle: Handle | undefined): void {
    if (message.kind === 'connection') void this.take(message, handle);
    else if (message.kind === 'begin') void this.begin(message);
    else if (message.kind === 'reload') void this.reload(message.configuration);
    else if (message.kind === 'submission') void this.takeLocal(message.id, handle);
    else this.drain(message.withinMs);
  }

  private async begin({ configuration, ticketSecret }: Order<'begin'>): Promise<void> {
    this.ticketSecret = ticketSecret;
    const problems = await this.change(configuration);
    if (problems === undefined) return void this.ports.send({ kind: 'ready' });
    this.ports.send({ kind: 'failed', problems });
    setTimeout(this.ports.ended, FAILED_MS); // another is started, when things may be better
  }

  private async reload(configuration: Configuration): Promise<void> {
    const problems = await this.change(configuration);
    for (const problem of problems ?? []) this.tell(problem);
    this.ports.send({ kind: 'reloaded' });
  }

  /** What keeps this configuration from being served; the one before stays then. */
  private async change(configuration: Configuration): Promise<readonly string[] | undefined> {
    const { ticketSecret } = this;
    const made = await this.ports.makeReception({ configuration, ticketSecret, tell: (line) => this.tell(line) });
    if (!made.ok) return made.error;
    const before = this.shift;
    const stopping = new AbortController();
    setMaxListeners(0, stopping.signal); // one for each session
    this.shift = {
      reception: made.value,
      keepsAlive: mainValue(configuration, 'smtp_accept_keepalive') === true,
      proxyMs: 1000 * Number(mainValue(configuration, 'proxy_protocol_timeout')),
      stopping,
      open: 0,
      isOver: false,
    };
    if (before !== undefined) this.endShift(before);
    return undefined;
  }

  private endShift(shift: Shift): void {
    shift.isOver = true;
    if (shift.open === 0) void shift.reception.close();
  }

  private tell(line: string): void {
    this.ports.send({ kind: 'told', line });
  }

  private async take(order: Order<'connection'>, handle: Handle | undefined): Promise<void> {
    const { shift } = this;
    const connection = receivedConnection(handle, shift?.keepsAlive === true);
    if (connection === undefined || shift === undefined || this.isDraining) {
      connection?.destroy();
      return this.done(order.id);
    }
    this.connections.add(connection);
    shift.open += 1;
    try {
      await serveGuest(shift, connection, order);
    } catch (cause) {
      connection.destroy();
      this.tell(`a bug in mxray: ${(cause as Error).stack ?? cause}`);
    }
    this.connections.delete(connection);
    shift.open -= 1;
    if (shift.isOver && shift.open === 0) void shift.reception.close();
    this.done(order.id);
    if (this.isDraining && this.connections.size === 0) this.end();
  }

  private async takeLocal(id: number, handle: Handle | undefined): Promise<void> {
    const { shift } = this;
    const socket = receivedLocal(handle);
    if (socket !== undefined && shift !== undefined && !this.isDraining) {
      shift.open += 1;
      await serveCaller(socket, shift.reception).catch((cause: Error) => this.tell(`a bug in mxray: ${cause.stack}`));
      shift.open -= 1;
      if (shift.isOver && shift.open === 0) void shift.reception.close();
    }
    socket?.destroySoon();
    this.done(id);
  }

  /** What was counted meanwhile goes along. */
  private count(): void {
    const counts = this.shift?.reception.counts() ?? {};
    if (Object.keys(counts).length > 0) this.ports.send({ kind: 'counted', counts });
  }

  /** Told together: what ends in one turn of the event loop goes in one message. */
  private done(id: number): void {
    this.finished.push(id);
    if (this.finished.length === 1)
      setImmediate(() => {
        this.count();
        this.ports.send({ kind: 'ended', ids: this.finished.splice(0) });
      });
  }

  private drain(withinMs: number): void {
    if (this.isDraining) return;
    this.isDraining = true;
    this.shift?.stopping.abort();
    if (this.connections.size === 0) return void this.end();
    setTimeout(() => {
      for (const connection of this.connections) connection.destroy();
      this.end();
    }, withinMs).unref();
  }

  private end(): void {
    const { shift } = this;
    this.shift = undefined;
    void (shift?.reception.close() ?? Promise.resolve()).then(this.ports.ended, this.ports.ended);
  }
}

async function serveGuest(
  { reception, proxyMs, stopping }: Shift,
  connection: ServedConnection,
  { tlsOnConnect, count }: Order<'connection'>,
): Promise<void> {
  const { remote } = connection;
  const guest = { client: remote, local: connection.local, count, tlsOnConnect, proxyFailed: false };
  let first: Uint8Array | undefined;
  let announced: Partial<NonNullable<ReturnType<typeof behindProxy>>> | undefined;
  let proxyFailed = false;
  if (await reception.expectsProxy(remote.address)) {
    const fronted = await readProxyHeader(connection, proxyMs);
    if (fronted.kind === 'header') {
      first = fronted.rest;
      announced = behindProxy(fronted.header, remote) ?? { proxy: {} };
    } else {
      proxyFailed = true;
      announced = { proxy: {} };
    }
  }
  const served = await reception.open({ ...guest, ...announced, proxyFailed });
  await serve(connection, createServerSession(served.config), served.host, {
    idleMs: served.idleMs,
    hearsFirst: served.config.enforcesSync,
    tlsOnConnect,
    stopping: stopping.signal,
    ...(served.acceptor !== undefined && { acceptor: served.acceptor }),
    ...(first !== undefined && { first }),
  });
}
