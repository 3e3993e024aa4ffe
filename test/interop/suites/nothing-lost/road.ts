/** The network before the sink: it carries, refuses, swallows what it is given, or cuts what is under way. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Context } from '../../framework/types.ts';
import { ROAD } from './places.ts';

export type RoadMood = 'carries' | 'refuses' | 'stalls';

export interface Cut {
  /** Since when nothing was carried any more. */
  readonly fromMs: number;
  readonly atMs: number;
  /** As the sink sees it. */
  readonly connection: number;
}

export class Road {
  /** Connections that were cut. */
  readonly cuts: Cut[] = [];
  private mood: RoadMood = 'carries';
  private stallsFromMs: number | undefined;
  private server: Server | undefined;
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private readonly from: number;
  private readonly to: number;

  private constructor(from: number, to: number) {
    this.from = from;
    this.to = to;
  }

  static async open(context: Context, from: number, to: number): Promise<Road> {
    const road = new Road(from, to);
    await road.listen();
    context.atEnd(async () => {
      road.cutAll();
      await road.refuse();
    });
    return road;
  }

  async turn(mood: RoadMood): Promise<void> {
    const before = this.mood;
    this.mood = mood;
    if (mood === 'stalls') this.stallsFromMs = Date.now();
    if (mood === 'refuses') await this.refuse();
    else if (this.server === undefined) await this.listen();
    if (before === 'stalls') this.cutAll(); // as a network that was away comes back
    if (mood !== 'stalls') this.stallsFromMs = undefined;
  }

  cutAll(): void {
    for (const pair of this.pairs) this.cut(pair);
  }

  private async listen(): Promise<void> {
    const server = createServer((near) => this.carry(near));
    this.server = server;
    server.listen(this.from, ROAD);
    await once(server, 'listening');
  }

  /** Connections that there are stay. */
  private async refuse(): Promise<void> {
    this.server?.close();
    this.server = undefined;
  }

  private carry(near: Socket): void {
    const far = connect(this.to, '127.0.0.1');
    const pair = [near, far] as const;
    this.pairs.add(pair);
    far.once('connect', () => ports.set(far, far.localPort ?? 0));
    pass(near, far, () => this.mood !== 'stalls');
    pass(far, near, () => this.mood !== 'stalls');
    for (const [one, other] of [pair, [far, near] as const])
      one
        .on('error', () => {})
        .once('close', () => {
          // Whoever goes while nothing is carried may have gone without an answer that was on its way.
          if (this.pairs.delete(pair) && this.mood === 'stalls') this.note(pair);
          other.destroy();
        })
        .once('end', () => other.end());
  }

  private cut(pair: readonly [Socket, Socket]): void {
    this.note(pair);
    for (const socket of pair) socket.destroy();
  }

  private note([, far]: readonly [Socket, Socket]): void {
    const atMs = Date.now();
    this.cuts.push({ fromMs: this.stallsFromMs ?? atMs, atMs, connection: ports.get(far) ?? 0 });
  }
}

const ports = new WeakMap<Socket, number>();

/** What comes while it is not passed on is gone. */
function pass(from: Socket, to: Socket, isPassed: () => boolean): void {
  from.on('data', (octets) => {
    if (isPassed() && !to.destroyed) to.write(octets);
  });
}
