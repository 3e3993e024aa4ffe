/** What happens to a server, to its network, to its names and to the next hop, one after another as a sequence decides. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Killed, killOne } from '../../framework/kill-one.ts';
import type { MailServer } from '../../framework/mail-server.ts';
import type { NameServer, NamesMood } from '../../framework/name-server.ts';
import type { Road, RoadMood } from './road.ts';
import type { SinkProcess } from './sink-process.ts';

export interface Scene {
  readonly server: MailServer;
  readonly sink: SinkProcess;
  readonly road: Road;
  readonly names: NameServer;
  readonly random: () => number;
}

export class Mischief {
  readonly kills: Killed[] = [];
  readonly sinks: { readonly process: number; readonly atMs: number }[] = [];
  /** How often what was done. */
  readonly done = new Map<string, number>();
  private readonly scene: Scene;
  private outage: Promise<void> = Promise.resolve();

  constructor(scene: Scene) {
    this.scene = scene;
  }

  /** @param turn  each kind comes in its turn, so that none is left out */
  async happen(turn: number): Promise<void> {
    const { random } = this.scene;
    const kind = turn % 2 === 0 ? 'kill' : OUTAGES[Math.floor(turn / 2) % OUTAGES.length]!;
    await sleep(random() * 300);
    if (kind === 'kill') return await this.killServer(CHANCES[(turn / 2) % CHANCES.length]!, random());
    await this.outage; // one at a time
    this.outage = this.suffer(kind, 300 + random() * 1200);
  }

  /** Everything is as it should be again. */
  async end(): Promise<void> {
    await this.outage;
  }

  private async killServer([from, to]: readonly [number, number], random: number): Promise<void> {
    const killed = await killOne(this.scene.server, from + random * (to - from));
    this.kills.push(killed);
    this.count(`${killed.victim} killed`);
  }

  private async suffer(kind: Outage, ms: number): Promise<void> {
    const { road, names, sink } = this.scene;
    this.count(SHOWN[kind]);
    switch (kind) {
      case 'sink': {
        const atMs = Date.now();
        this.sinks.push({ process: await sink.kill(), atMs });
        await sleep(ms / 4);
        return await sink.start();
      }
      case 'cuts':
        return road.cutAll();
      case 'refuses':
      case 'stalls':
        await road.turn(kind satisfies RoadMood);
        await sleep(ms);
        return await road.turn('carries');
      default:
        await names.turn(kind satisfies NamesMood);
        await sleep(ms);
        return await names.turn('answers');
    }
  }

  private count(what: string): void {
    this.done.set(what, (this.done.get(what) ?? 0) + 1);
  }
}

type Outage = 'sink' | 'cuts' | 'refuses' | 'stalls' | Exclude<NamesMood, 'answers'>;

const OUTAGES: readonly Outage[] = ['sink', 'cuts', 'refuses', 'silent', 'stalls', 'cuts', 'fails', 'sink', 'gone'];

const SHOWN: Readonly<Record<Outage, string>> = {
  sink: 'sink killed',
  cuts: 'connections cut',
  refuses: 'network refuses',
  stalls: 'network swallows',
  silent: 'names not answered',
  fails: 'names fail',
  gone: 'no name server',
};

/** Of `killOne`: a worker, all, a worker, the acceptor, a worker, the master. */
const CHANCES: readonly (readonly [number, number])[] = [
  [0, 0.5],
  [0.87, 1],
  [0, 0.5],
  [0.5, 0.75],
  [0, 0.5],
  [0.75, 0.87],
];
