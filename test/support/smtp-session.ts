/** A server session under test: what the client says goes in, cut as wanted; what the server said comes out. */
import {
  type Answer,
  createServerSession,
  type Offers,
  type Question,
  type SessionConfig,
  type SessionEvent,
} from '../../src/core/smtp/index.ts';

export const ALL_OFFERS: Offers = {
  size: 1_048_576,
  eightBitMime: true,
  dsn: true,
  etrn: true,
  vrfy: true,
  expn: true,
  pipelining: true,
  pipeConnect: true,
  auth: ['PLAIN', 'LOGIN'],
  chunking: true,
  prdr: true,
  smtpUtf8: true,
  help: true,
};

export const EVERY_QUESTION: ReadonlySet<Question['kind']> = new Set<Question['kind']>([
  'connect',
  'helo',
  'starttls',
  'mail',
  'rcpt',
  'data',
  'vrfy',
  'expn',
  'etrn',
  'xclient',
  'rset',
  'noop',
  'help',
  'quit',
]);

export const CONFIG: SessionConfig = {
  name: 'mx.example.test',
  protocol: 'smtp',
  client: { address: '192.0.2.1' },
  offers: ALL_OFFERS,
  limits: { errors: 3, unknownCommands: 3 },
  bare: 'refuse',
  enforcesSync: false,
  requiresHelo: false,
  takesJunkHelo: false,
  takesUnqualified: { sender: false, recipient: false },
  asks: EVERY_QUESTION,
};

export interface Played {
  /** Everything the server said. */
  readonly said: string;
  /** The data of each message that was accepted or refused at its end. */
  readonly messages: readonly string[];
  readonly questions: readonly Question[];
  readonly events: readonly SessionEvent[];
  readonly isClosed: boolean;
}

export interface PlayOptions {
  readonly config?: Partial<SessionConfig>;
  /** What policy answers; undefined accepts. */
  readonly policy?: (question: Question) => Answer | undefined;
  /** The client ends its side at last. */
  readonly ends?: boolean;
}

/** @param pieces  octets as latin1, as they come off the wire; a handshake follows at once wherever one is due */
export function play(pieces: readonly string[], { config, policy, ends = false }: PlayOptions = {}): Played {
  const { start, machine } = createServerSession({ ...CONFIG, ...config });
  const inputs: Parameters<typeof machine.step>[1][] = [
    { kind: 'opened' },
    ...pieces.map((piece) => ({ kind: 'bytes' as const, bytes: Buffer.from(piece, 'latin1') })),
    ...(ends ? [{ kind: 'closed' as const }] : []),
  ];
  const questions: Question[] = [];
  const events: SessionEvent[] = [];
  const messages: string[] = [];
  let state = start;
  let said = '';
  let body = '';
  let isClosed = false;
  while (inputs.length > 0) {
    const next = machine.step(state, inputs.shift()!);
    state = next.state;
    for (const effect of next.effects) {
      if (isClosed) throw new Error(`${effect.kind} after the end`);
      if (effect.kind === 'send') said += effect.text;
      else if (effect.kind === 'data') body += Buffer.from(effect.bytes).toString('latin1');
      else if (effect.kind === 'tell') {
        events.push(effect.event);
        if (effect.event.kind === 'abandoned') body = '';
      } else if (effect.kind === 'close') isClosed = true;
      else if (effect.kind === 'hand-over') said += '(handed over)\r\n';
      else if (effect.kind === 'start-tls')
        inputs.unshift({ kind: 'secured', tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' } });
      else {
        questions.push(effect.question);
        if (effect.question.kind === 'message') {
          messages.push(body);
          body = '';
        }
        inputs.unshift({ kind: 'answer', answer: policy?.(effect.question) ?? { outcome: 'accept' } });
      }
    }
  }
  return { said, messages, questions, events, isClosed };
}

/** A dialogue of whole lines: the replies, each with its lines joined by "\n", the greeting left out. */
export function replies(lines: readonly string[], options: PlayOptions = {}): readonly string[] {
  const { said } = play(
    lines.map((line) => `${line}\r\n`),
    options,
  );
  return splitReplies(said).slice(1);
}

export function splitReplies(said: string): readonly string[] {
  const found: string[] = [];
  let lines: string[] = [];
  for (const line of said.split('\r\n').slice(0, -1)) {
    lines.push(line);
    if (line[3] === '-') continue;
    found.push(lines.join('\n'));
    lines = [];
  }
  return found;
}
