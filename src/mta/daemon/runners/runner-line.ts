/** A worker's line to one child that delivers as a user: one job at a time. */
import type { PrivateStream } from '../../../core/net/index.ts';
import type { Errand, ErrandAnswer } from '../../route/index.ts';
import { ContentTrouble, type LocalOutcome, type RunAs } from '../../transport/index.ts';
import { type FromRunner, readFrames, sendFrame, type ToRunner } from './frames.ts';

export class Runner {
  readonly frames: AsyncGenerator<FromRunner>;
  private readonly stream: PrivateStream;

  constructor(stream: PrivateStream, frames: AsyncGenerator<FromRunner>) {
    this.stream = stream;
    this.frames = frames;
  }

  static framesOf(stream: PrivateStream): AsyncGenerator<FromRunner> {
    return readFrames<FromRunner>(stream);
  }

  get isOpen(): boolean {
    return !this.stream.destroyed && this.stream.readable;
  }

  end(): void {
    this.stream.destroy();
  }

  /** Undefined: it has ended before it was done. */
  async run(...[job, content, answer, take]: Parameters<RunAs>): Promise<LocalOutcome | undefined> {
    await this.send({ kind: 'job', job });
    let giving: Promise<void> | undefined;
    const stopped = new AbortController();
    for (;;) {
      const message = await this.next();
      if (message === undefined || message.kind === 'done') {
        stopped.abort();
        await giving;
        if (message === undefined) this.end();
        return message?.outcome;
      }
      if (message.kind === 'give') giving = this.give(content, stopped.signal);
      else if (message.kind === 'part') {
        if ((await take?.(message.octets)) !== true) this.end(); // what it still says is heard to its end
      } else if (message.kind === 'ask') await this.send({ kind: 'answer', answer: await answer(message.question) });
    }
  }

  /** Undefined: it has ended before it was done. */
  async do(errand: Errand): Promise<ErrandAnswer | undefined> {
    await this.send({ kind: 'errand', errand });
    const message = await this.next();
    if (message?.kind === 'found') return message.answer;
    this.end();
    return undefined;
  }

  private async next(): Promise<FromRunner | undefined> {
    const { value, done } = await this.frames.next();
    return done === true ? undefined : value;
  }

  private send(message: ToRunner): Promise<void> {
    return sendFrame(this.stream, message);
  }

  private async give(content: AsyncIterable<Uint8Array>, stopped: AbortSignal): Promise<void> {
    try {
      for await (const octets of content) {
        if (stopped.aborted || this.stream.destroyed) break;
        await this.send({ kind: 'part', octets });
      }
      await this.send({ kind: 'end' });
    } catch (thrown) {
      const trouble =
        thrown instanceof ContentTrouble ? thrown.trouble : ({ kind: 'body', message: String(thrown) } as const);
      await this.send({ kind: 'trouble', trouble });
    }
  }
}
