/** Clients that send known messages as fast as they are taken, over servers that die: who was told 250 is written down. */
import { setTimeout as sleep } from 'node:timers/promises';
import { knownMessage, stuffed } from './known-message.ts';
import { Talk } from './smtp-talk.ts';

export interface Taken {
  readonly key: string;
  readonly octets: number;
  readonly id: string;
}

export interface TakenFor extends Taken {
  readonly recipients: readonly string[];
}

export interface LoadOptions {
  readonly port: number;
  readonly clients: number;
  readonly random: () => number;
  /** Who each message is for; somebody, where it is not said. */
  readonly recipients?: () => readonly string[];
  /** Of messages; mixed, where it is not said. */
  readonly octets?: () => number;
  /** Before each message of a client. */
  readonly pauseMs?: () => number;
  /** Keys begin with it. */
  readonly name: string;
}

export class Load {
  /** Everything that was answered 250. */
  readonly taken: TakenFor[] = [];
  /** Other answers, and how often. */
  readonly refused = new Map<string, number>();
  private readonly options: LoadOptions;
  private readonly talks = new Set<Talk>();
  private sent = 0;
  private isOver = false;
  private readonly clients: Promise<unknown>;

  constructor(options: LoadOptions) {
    this.options = options;
    this.clients = Promise.all(Array.from({ length: options.clients }, (_, client) => this.goOn(client)));
  }

  /** Cuts off what is under way. */
  async end(): Promise<void> {
    this.isOver = true;
    for (const talk of this.talks) talk.destroy();
    await this.clients;
  }

  private async goOn(client: number): Promise<void> {
    while (!this.isOver) {
      try {
        await this.converse(client);
      } catch {
        await sleep(5); // the server has died
      }
    }
  }

  private async converse(client: number): Promise<void> {
    const talk = await Talk.open(this.options.port);
    this.talks.add(talk);
    try {
      await talk.ask('EHLO client.example.net');
      for (let count = 0; count < 20 && !this.isOver; count += 1) await this.sendOne(talk, client);
      await talk.ask('QUIT');
    } finally {
      this.talks.delete(talk);
      talk.destroy();
    }
  }

  private async sendOne(talk: Talk, client: number): Promise<void> {
    const { random, recipients: choose, octets: size, pauseMs } = this.options;
    if (pauseMs !== undefined) await sleep(pauseMs());
    const octets = size?.() ?? mixedSize(random);
    const recipients = choose?.() ?? ['bob@example.org'];
    const key = `${this.options.name}.${client}.${this.sent++}`;
    const reply = await talk.mail(stuffed(knownMessage(key, octets)), recipients);
    const id = /^OK id=(\S+)/.exec(reply.text)?.[1];
    if (reply.code === 250 && id !== undefined) this.taken.push({ key, octets, id, recipients });
    else {
      const said = `${reply.code} ${reply.text}`;
      this.refused.set(said, (this.refused.get(said) ?? 0) + 1);
      await talk.ask('RSET');
    }
  }
}

/** Mostly small, some beyond what is kept with the record, a few of MiB. */
function mixedSize(random: () => number): number {
  const kind = random();
  if (kind < 0.8) return Math.floor(200 * 250 ** random());
  if (kind < 0.97) return 50_000 + Math.floor(random() * 300_000);
  return 1_000_000 + Math.floor(random() * 3_000_000);
}
