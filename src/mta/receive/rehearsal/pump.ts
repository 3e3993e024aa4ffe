/** A session without a network: lines go in one by one, what is said comes out, and waiting is waited for (`exim -bh`). */
import {
  type Answer,
  createServerSession,
  type Question,
  type ServerState,
  type SessionEffect,
  type SessionInput,
} from '../../../core/smtp/index.ts';
import type { Opened } from '../reception.ts';

export interface Pump {
  /** The banner, or a refusal. */
  readonly begin: () => Promise<string>;
  /** A line without its end; @returns what is said to it, which may be nothing. */
  readonly line: (octets: string) => Promise<string>;
  /** The client goes away without QUIT. */
  readonly end: () => Promise<string>;
  readonly isOver: () => boolean;
}

/** @param secure  what STARTTLS does: nothing can be encrypted here */
export function pump({ config, host, session: policy }: Opened): Pump {
  const { start, machine } = createServerSession({ ...config, enforcesSync: false });
  let state: ServerState = start;
  const feed = async (input: SessionInput): Promise<string> => {
    const step = machine.step(state, input);
    state = step.state;
    let said = '';
    for (const effect of step.effects) said += await carryOut(effect);
    return said;
  };
  // Exim's process ends where it stands, and says nothing more to anybody.
  let isGone = false;
  const carryOut = async (effect: SessionEffect): Promise<string> => {
    switch (effect.kind) {
      case 'send':
        return effect.text;
      case 'ask':
        return reply(await answer(effect.question));
      case 'data':
        await host.data(effect.bytes);
        return '';
      case 'tell':
        host.tell(effect.event);
        return '';
      default:
        return '';
    }
  };
  const reply = async (given: Answer): Promise<string> => {
    isGone = policy.isDying;
    return isGone ? '' : feed({ kind: 'answer', answer: given });
  };
  const answer = async (question: Question): Promise<Answer> =>
    question.kind === 'starttls' ? NO_TLS : await host.answer(question);
  // What the log hears of an end comes before whoever rehearses goes on, or stops.
  const feedAll = async (input: SessionInput): Promise<string> => {
    const said = await feed(input);
    await host.untilTold();
    return said;
  };
  return {
    begin: () => feedAll({ kind: 'opened' }),
    line: (octets) => feedAll({ kind: 'bytes', bytes: Buffer.from(`${octets}\r\n`, 'latin1') }),
    end: async () => {
      const said = isGone ? '' : await feedAll({ kind: 'closed' });
      host.ended();
      return said;
    },
    isOver: () => isGone || state.phase === 'over',
  };
}

const NO_TLS: Answer = { outcome: 'refuse', reply: { code: 454, text: 'TLS currently unavailable' } };
