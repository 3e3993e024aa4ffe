/** The next hop of all contestants: Postfix's smtp-sink, which costs little, and says how many messages it has. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { answersTcp } from '../../interop/framework/probe.ts';
import { programs } from '../../interop/peers/programs.ts';

const BACKLOG = '1000';
/** Nothing more has come for so long: a message is lost, or its server stands still. */
const STALL_MS = 20_000;

export class CountingSink {
  private readonly child: ChildProcess;
  private count = 0;
  private waiting: { readonly count: number; readonly resolve: () => void } | undefined;

  private constructor(port: number) {
    const words = ['-c', '-h', 'sink.invalid', '-m', BACKLOG, '-u', 'nobody', `127.0.0.1:${port}`, BACKLOG];
    this.child = spawn(programs.smtpSink, words, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.child.stdout!.on('data', (told: Buffer) => this.hear(told.toString('latin1')));
  }

  static async start(port: number): Promise<CountingSink> {
    const sink = new CountingSink(port);
    for (let tries = 0; !(await answersTcp('127.0.0.1', port, /^220 /)); tries += 1) {
      if (tries > 100) throw new Error('smtp-sink does not answer');
      await sleep(20);
    }
    return sink;
  }

  /** Messages that have arrived since it was started. */
  get messages(): number {
    return this.count;
  }

  /** Resolves when so many have arrived since the start. */
  async reached(count: number): Promise<void> {
    while (this.count < count) {
      const before = this.count;
      await Promise.race([this.next(count), sleep(STALL_MS)]);
      if (this.count === before) throw new Error(`${count - before} messages have not arrived`);
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill();
    await ended;
  }

  private next(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.waiting = { count, resolve };
    });
  }

  /** It writes its counters anew with each change: the last that is whole counts. */
  private hear(told: string): void {
    const at = told.lastIndexOf('mesg=');
    const end = told.indexOf('\r', at);
    if (at < 0 || end < 0) return;
    this.count = Number(told.slice(at + 'mesg='.length, end));
    if (this.waiting !== undefined && this.count >= this.waiting.count) this.waiting.resolve();
  }
}
