/**
 * The driver of pure server sessions: it holds the socket, the clock, TLS and back-pressure; the session decides.
 *
 * Beside octets and the end of patience, a server session asks: what policy says to a command is for its host, who answers
 * at once or later. Octets that arrive meanwhile wait in the session, up to a bound; then the socket waits.
 */
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { ServedConnection } from './listen.ts';
import type {
  SecuredFacts,
  ServeOptions,
  ServerEffect,
  ServerHost,
  ServerInput,
  ServerMachine,
  ServerSession,
} from './server-session.ts';
import { type Below, CutOffWatch } from './tls/cut-off.ts';

/** While a question is open, so much may be read ahead. */
const MAX_WAITING_OCTETS = 64 * 1024;
const NOTHING: readonly never[] = [];
const ignore = (): void => {}; // told by 'close'
/** For the client to take the last reply and end its side. */
const LINGER_MS = 2000;

/** Goes on until the connection has ended. */
export function serve<State, Question, Answer, Event>(
  connection: ServedConnection,
  session: ServerSession<State, Question, Answer, Event>,
  host: ServerHost<Question, Answer, Event>,
  options: ServeOptions,
): void {
  new Service(connection, session, host, options).begin();
}

class Service<State, Question, Answer, Event> {
  private readonly connection: ServedConnection;
  private readonly machine: ServerMachine<State, Question, Answer, Event>;
  private readonly host: ServerHost<Question, Answer, Event>;
  private readonly options: ServeOptions;
  private readonly idle: NodeJS.Timeout;
  private readonly total: NodeJS.Timeout | undefined;
  private stream: Duplex;
  private state: State;
  /** Effects not carried out yet: something before them takes its time. */
  private queue: readonly ServerEffect<Question, Event>[] = NOTHING;
  /** So many of them have been carried out. */
  private done = 0;
  /** Text of several replies, to leave in one write. */
  private outbox = '';
  /** Something takes its time: nothing is carried out meanwhile. */
  private isBusy = false;
  private isWorking = false;
  private isOver = false;
  private linger: NodeJS.Timeout | undefined;
  private watch: CutOffWatch | undefined;
  /** Among those who hear of the server's end. */
  place: number | undefined;

  constructor(
    connection: ServedConnection,
    session: ServerSession<State, Question, Answer, Event>,
    host: ServerHost<Question, Answer, Event>,
    options: ServeOptions,
  ) {
    this.connection = connection;
    this.machine = session.machine;
    this.host = host;
    this.options = options;
    this.stream = connection.stream;
    this.state = session.start;
    this.idle = setTimeout(this.onIdle, options.idleMs);
    this.total = options.totalMs === undefined ? undefined : setTimeout(this.onIdle, options.totalMs);
  }

  begin(): void {
    if (this.stream.closed) return void setImmediate(() => this.over()); // it went before anybody could hear of it
    served(this.connection.stream, this).on('close', onClose); // 'once' would keep more for each connection
    this.options.stopping?.hear(this);
    const { first } = this.options;
    if (first !== undefined && first.length > 0) this.stream.unshift(first);
    if (this.options.tlsOnConnect === true)
      return void this.secure((tls) => this.feed({ kind: 'opened', tls: factsOf(tls) }));
    this.hear();
    // What a client says before the greeting is there to be seen (RFC 5321 §4.3.1).
    // The first turn's end comes before what the socket has is read, the second one's behind it.
    if (this.options.hearsFirst === true) setImmediate(() => setImmediate(() => this.feed({ kind: 'opened' })));
    else this.feed({ kind: 'opened' });
  }

  private hear(): void {
    served(this.stream, this).on('data', onData).on('end', onEnd);
    if (this.stream.readableEnded) setImmediate(() => this.end()); // seen by who read before us
  }

  private unhear(): void {
    this.stream.off('data', onData).off('end', onEnd).pause();
  }

  take(bytes: Buffer): void {
    this.watch?.note(bytes.length);
    this.host.onTraffic?.('in', bytes);
    this.feed({ kind: 'bytes', bytes });
    if (this.isBusy && (this.hasQueued || this.machine.waiting(this.state) > MAX_WAITING_OCTETS)) this.stream.pause();
  }

  private get hasQueued(): boolean {
    return this.done < this.queue.length;
  }

  end(): void {
    if (this.isBusy) this.host.fellSilent?.();
    else this.tellCutOff();
    this.feed({ kind: 'closed' });
  }

  /** Once, and not before what is in hand. */
  private tellCutOff(): void {
    if (this.watch?.isCutOff === true && this.stream.readableEnded && !this.isOver) this.host.cutOff?.();
    if (this.stream.readableEnded) this.watch = undefined;
  }

  private readonly onIdle = (): void => {
    if (this.isBusy) this.idle.refresh();
    else this.feed({ kind: 'timeout' });
  };

  stop(): void {
    this.feed({ kind: 'shutdown' });
  }

  private feed(input: ServerInput<Answer>): void {
    if (this.isOver) return;
    const { state, effects } = this.machine.step(this.state, input);
    this.state = state;
    if (effects.length === 0) return;
    this.idle.refresh();
    this.queue = this.hasQueued ? [...this.queue.slice(this.done), ...effects] : effects;
    this.done = 0;
    if (!this.isBusy) this.work();
  }

  /** Carries out effects in their order, until one takes its time. An answer had at once adds to the queue, not to the stack. */
  private work(): void {
    if (this.isWorking) return;
    this.isWorking = true;
    while (!this.isBusy && !this.isOver && this.hasQueued) {
      this.done += 1;
      this.carryOut(this.queue[this.done - 1]!);
    }
    if (!this.hasQueued) this.forgetQueue(); // it may rest for long
    this.isWorking = false;
    if (!this.isBusy || this.host.keepsBack?.() !== true) this.flush();
    if (!this.isBusy && !this.isOver && this.stream.isPaused()) this.stream.resume();
  }

  private forgetQueue(): void {
    this.queue = NOTHING;
    this.done = 0;
  }

  private workOn(): void {
    this.isBusy = false;
    this.tellCutOff();
    this.work();
  }

  private carryOut(effect: ServerEffect<Question, Event>): void {
    if (effect.kind === 'send') this.outbox += effect.text;
    else if (effect.kind === 'ask') this.ask(effect.question);
    else if (effect.kind === 'data') this.handOn(effect.bytes);
    else if (effect.kind === 'tell') this.host.tell(effect.event);
    else if (effect.kind === 'start-tls') this.startTls();
    else if (effect.kind === 'hand-over') this.handOver();
    else this.close(effect.isAgreed);
  }

  private flush(): void {
    const { outbox, stream } = this;
    const { encoding } = this.machine;
    this.outbox = '';
    if (outbox === '' || stream.destroyed || stream.writableEnded) return;
    this.host.onTraffic?.('out', Buffer.from(outbox, encoding));
    if (stream.write(outbox, encoding) || this.isBusy) return;
    // A client that does not read its replies is not read from either.
    this.isBusy = true;
    stream.pause();
    stream.once('drain', () => this.workOn());
  }

  private ask(question: Question): void {
    this.await(this.host.answer(question), (answer) => {
      if (answer === undefined) this.close(false);
      else this.feed({ kind: 'answer', answer });
    });
  }

  private handOn(bytes: Uint8Array): void {
    this.flush(); // a host that has enough of it ends the connection, and what was replied before is still heard
    const waits = this.host.data(bytes);
    if (waits instanceof Promise) this.await(waits, () => {});
  }

  /** At once where there is nothing to wait for: promises cost a turn each. */
  private await<T>(value: T | Promise<T>, then: (value: T) => void): void {
    if (!(value instanceof Promise)) return void then(value);
    this.isBusy = true;
    value.then(
      (settled) => {
        if (this.isOver) return;
        then(settled);
        this.workOn();
      },
      () => this.connection.destroy(), // a bug of the host's, which tells it; the client sees its connection end
    );
  }

  private startTls(): void {
    this.unhear();
    this.flush();
    while (this.stream.read() !== null); // said in clear behind STARTTLS: never to be taken for said within (CVE-2011-0411)
    void this.secure((tls) => {
      this.feed({ kind: 'secured', tls: factsOf(tls) });
      this.workOn();
    });
  }

  /** The handshake; where it fails the connection is gone, which 'close' tells. */
  private async secure(then: (tls: TLSSocket) => void): Promise<void> {
    this.isBusy = true;
    const tls = await this.options.acceptor?.accept(this.stream).catch(() => undefined);
    if (this.isOver) return;
    if (tls === undefined) return void this.connection.destroy();
    tls.on('error', ignore).once('close', () => this.connection.destroy());
    this.watch = this.host.cutOff === undefined ? undefined : watchOver(this.stream);
    this.stream = tls;
    this.isBusy = false;
    this.hear();
    then(tls);
  }

  private handOver(): void {
    if (this.host.takeOver === undefined) return void this.close(false);
    this.leave();
    clearTimeout(this.total);
    this.host.takeOver(this.stream);
  }

  /** Nothing is said or heard here any more. */
  private leave(): void {
    this.flush();
    this.isOver = true;
    this.forgetQueue();
    clearTimeout(this.idle);
    this.unhear();
  }

  private close(isAgreed: boolean): void {
    this.leave();
    const destroy = (): void => this.connection.destroy();
    this.linger = setTimeout(destroy, LINGER_MS);
    if (isAgreed) this.stream.end(destroy);
    else this.stream.end().resume();
  }

  over(): void {
    this.isOver = true;
    clearTimeout(this.idle);
    clearTimeout(this.total);
    clearTimeout(this.linger);
    this.unhear();
    served(this.connection.stream, undefined);
    served(this.stream, undefined);
    this.options.stopping?.leave(this);
    this.host.ended();
    this.options.ended();
  }
}

/**
 * Handlers are written once, and find whose stream it is in the stream: there may be thousands that only wait. A stream that
 * is over lets go: V8 looks for sockets among the old ones alone, and what hung on them would wait there with them.
 */
const SERVICE = Symbol('service');

interface Heard {
  take(bytes: Buffer): void;
  end(): void;
  over(): void;
}

interface ServedStream extends Duplex {
  [SERVICE]?: Heard | undefined;
}

function served(stream: ServedStream, service: Heard | undefined): Duplex {
  stream[SERVICE] = service;
  return stream;
}

function onData(this: ServedStream, bytes: Buffer): void {
  this[SERVICE]?.take(bytes);
}

function onEnd(this: ServedStream): void {
  this[SERVICE]?.end();
}

function onClose(this: ServedStream): void {
  this[SERVICE]?.over();
}

/** Below a stream that is no socket nobody counts. */
const watchOver = (stream: Duplex & Partial<Below>): CutOffWatch | undefined =>
  stream.bytesRead === undefined ? undefined : new CutOffWatch(stream as Below);

function factsOf(tls: TLSSocket): SecuredFacts {
  const { servername } = tls as TLSSocket & { readonly servername?: string | false };
  return {
    protocol: tls.getProtocol() ?? 'unknown',
    cipher: tls.getCipher().standardName,
    ...(typeof servername === 'string' && servername !== '' && { serverName: servername }),
  };
}
