/** A message that comes by no SMTP, taken through the same session as all others, a command at a time. */
import {
  createServerSession,
  encodeDots,
  endOfDots,
  type ServerState,
  type SessionEffect,
  type SessionInput,
  startOfData,
} from '../../../core/smtp/index.ts';
import type { Served } from '../reception-port.ts';

export class Dialogue {
  private readonly session: ReturnType<typeof createServerSession>;
  private readonly host: Served['host'];
  private state: ServerState;

  constructor({ config, host }: Pick<Served, 'config' | 'host'>) {
    this.session = createServerSession({ ...config, enforcesSync: false, requiresHelo: false, bare: 'normalise' });
    this.host = host;
    this.state = this.session.start;
  }

  /** @returns the last refusal, or what the message was answered with: `250 OK id=…` */
  async carry(sender: string, recipients: readonly string[], pieces: () => Iterable<Buffer>): Promise<string> {
    const banner = await this.feed({ kind: 'opened' });
    if (!banner.startsWith('2')) return this.end(banner);
    for (const command of [`MAIL FROM:<${sender}>`, ...recipients.map((to) => `RCPT TO:<${to}>`), 'DATA']) {
      const reply = await this.say(`${command}\r\n`);
      if (!/^[23]/.test(reply)) return this.end(reply);
    }
    return this.end(await this.message(pieces()));
  }

  private async message(pieces: Iterable<Buffer>): Promise<string> {
    let dots = startOfData;
    let said = '';
    for (const piece of pieces) {
      const { state, chunks } = encodeDots(dots, piece);
      dots = state;
      for (const bytes of chunks) said += await this.feed({ kind: 'bytes', bytes });
      if (said !== '') return said;
    }
    return this.feed({ kind: 'bytes', bytes: endOfDots(dots) });
  }

  private async end(reply: string): Promise<string> {
    await this.feed({ kind: 'closed' });
    this.host.ended();
    return reply.trimEnd();
  }

  private say = (line: string): Promise<string> => this.feed({ kind: 'bytes', bytes: Buffer.from(line, 'latin1') });

  private async feed(input: SessionInput): Promise<string> {
    const { state, effects } = this.session.step(this.state, input);
    this.state = state;
    let said = '';
    for (const effect of effects) said += await this.carryOut(effect);
    return said;
  }

  private async carryOut(effect: SessionEffect): Promise<string> {
    if (effect.kind === 'send') return effect.text;
    if (effect.kind === 'ask') {
      const answer = await this.host.answer(effect.question);
      return answer === undefined ? '' : this.feed({ kind: 'answer', answer });
    }
    if (effect.kind === 'data') await this.host.data(effect.bytes);
    else if (effect.kind === 'tell') this.host.tell(effect.event);
    return '';
  }
}
