/** Policy and store for one connection: answers the session's questions by the script, and keeps what comes. */
import type { ServerHost } from '../net/index.ts';
import {
  type Answer,
  addressOf,
  answerWith,
  type Question,
  type QuestionOf,
  type SessionEvent,
} from '../smtp/index.ts';
import { type AuthExchange, createAuthExchange } from './credentials.ts';
import { describeEnvelope } from './describe.ts';
import { beginIntake, type Intake } from './intake.ts';
import type { RuleBook, Ruling } from './script/match.ts';
import type { Stage } from './script/types.ts';
import type { Store } from './store/types.ts';
import type { SinkMessage, SinkOptions, SinkPorts, SinkTotals } from './types.ts';

/** What the connections of a sink have in common. */
export interface Shared {
  readonly options: SinkOptions;
  readonly ports: SinkPorts;
  readonly totals: SinkTotals;
  readonly rules: RuleBook;
  readonly store: Store | undefined;
  /** One more message may begin. */
  readonly mayBegin: () => boolean;
  /** A message was taken; perhaps it was the last. */
  readonly taken: () => void;
}

export interface Client {
  readonly number: number;
  readonly ip: string;
  /** Ends its connection at once. */
  readonly drop: () => void;
}

const ACCEPTED: Answer = { outcome: 'accept' };
const ENOUGH: Answer = answerWith({ code: 421, text: '4.7.0 Too many messages; please try again later' });
const WANTS_AUTH: Answer = answerWith({ code: 530, text: '5.7.0 Authentication required' }); // RFC 4954 §6
const NOT_STORED: Answer = answerWith({ code: 451, text: '4.3.0 Error while writing the message' });

type Host = ServerHost<Question, Answer, SessionEvent>;

export class SinkHost implements Host {
  private readonly shared: Shared;
  private readonly client: Client;
  private exchange: AuthExchange | undefined;
  private intake: Intake | undefined;
  private dropAt: number | undefined;
  private tls: string | undefined;
  private isAuthenticated = false;
  /** A delay under way, which the end of the connection cuts short. */
  private cutDelay: (() => void) | undefined;
  readonly onTraffic: Host['onTraffic'];

  constructor(shared: Shared, client: Client) {
    this.shared = shared;
    this.client = client;
    const { onTraffic } = shared.ports;
    this.onTraffic = onTraffic && ((direction, octets) => onTraffic(client.number, direction, octets));
  }

  answer(question: Question): Answer | undefined | Promise<Answer | undefined> {
    const ruling = this.shared.rules.rule(stageOf(question), whoOf(question, this.client.ip));
    if (ruling.delayMs === 0) return this.decide(question, ruling);
    return this.delay(ruling.delayMs).then(() => this.decide(question, ruling));
  }

  data(octets: Uint8Array): undefined | Promise<void> {
    this.intake ??= beginIntake(this.shared.store);
    const { intake, dropAt } = this;
    const waits = intake.write(octets);
    if (dropAt !== undefined && intake.octets() >= dropAt) this.client.drop();
    return waits;
  }

  tell(event: SessionEvent): void {
    if (event.kind === 'abandoned') this.abandon();
    else if (event.kind === 'secured') {
      this.tls = event.tls.protocol;
      this.shared.totals.secured += 1;
      this.isAuthenticated = false; // RFC 3207 §4.2
    }
  }

  ended(): void {
    this.cutDelay?.();
    if (this.intake !== undefined) this.abandon();
  }

  private abandon(): void {
    this.shared.totals.abandoned += 1;
    this.intake?.discard();
    this.intake = undefined;
  }

  private delay(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.cutDelay = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.cutDelay = done;
    });
  }

  private decide(question: Question, ruling: Ruling): Answer | undefined | Promise<Answer | undefined> {
    if (ruling.drops) return this.leave();
    if (question.kind === 'message') return this.takeMessage(question, ruling);
    if (question.kind === 'auth' || question.kind === 'auth-response') return this.authenticate(question, ruling);
    if (question.kind === 'mail') return this.begin(question, ruling);
    return ruling.reply === undefined ? ACCEPTED : answerWith(ruling.reply);
  }

  /** Without a word; what had begun is gone. */
  private leave(): undefined {
    if (this.intake !== undefined) this.abandon();
    return undefined;
  }

  private begin({ from }: QuestionOf<'mail'>, { reply }: Ruling): Answer {
    if (this.shared.options.requiresAuth && !this.isAuthenticated) return WANTS_AUTH;
    if (!this.shared.mayBegin()) return ENOUGH;
    this.dropAt = this.shared.rules.dropAt(addressOf(from));
    return reply === undefined ? ACCEPTED : answerWith(reply);
  }

  private authenticate(question: QuestionOf<'auth'> | QuestionOf<'auth-response'>, { reply }: Ruling): Answer {
    const { credentials, name } = this.shared.options;
    if (question.kind === 'auth' && reply !== undefined) return answerWith(reply);
    if (credentials === undefined) return { outcome: 'refuse' };
    if (question.kind === 'auth') this.exchange = createAuthExchange(credentials, name);
    const answer =
      question.kind === 'auth'
        ? this.exchange!.begin(question.mechanism, question.initial)
        : this.exchange!.respond(question.response);
    if (answer.outcome === 'accept') {
      this.isAuthenticated = true;
      this.shared.totals.authenticated += 1;
    }
    return answer;
  }

  private takeMessage(question: QuestionOf<'message'>, { reply }: Ruling): Answer | Promise<Answer> {
    const intake = this.intake ?? beginIntake(this.shared.store); // an empty one has no data
    this.intake = undefined;
    const answer = this.verdict(question, reply === undefined ? ACCEPTED : answerWith(reply));
    if (answer.outcome !== 'accept') {
      intake.discard();
      return this.settle(question, intake, answer);
    }
    const kept = intake.keep({ from: addressOf(question.envelope.from), at: this.shared.ports.now() });
    if (kept === undefined) return this.settle(question, intake, answer);
    return kept.then(
      (file) => this.settle(question, intake, answer, file),
      (cause: Error) => {
        this.shared.ports.onTrouble(`a message could not be stored: ${cause.message}`);
        intake.discard();
        return this.settle(question, intake, NOT_STORED);
      },
    );
  }

  /** With a word for each recipient where each gets one; refused where none is left. */
  private verdict({ envelope }: QuestionOf<'message'>, answer: Answer): Answer {
    const { rules } = this.shared;
    if (answer.outcome !== 'accept' || (!rules.has('recipient') && envelope.parameters.prdr !== true)) return answer;
    const recipients = envelope.recipients.map(({ to }) => {
      const { reply } = rules.rule('recipient', addressOf(to));
      return reply === undefined ? ACCEPTED : answerWith(reply);
    });
    const isTaken = recipients.some(({ outcome }) => outcome === 'accept');
    return { ...answer, ...(!isTaken && { outcome: 'refuse' }), recipients };
  }

  private settle({ envelope, facts }: QuestionOf<'message'>, intake: Intake, answer: Answer, file?: string): Answer {
    const { totals, ports, taken } = this.shared;
    const accepted = answer.outcome === 'accept';
    if (accepted) {
      totals.messages += 1;
      totals.recipients += envelope.recipients.length;
      totals.octets += facts.octets;
    } else totals.refused += 1;
    const message: SinkMessage = {
      at: ports.now().toISOString(),
      connection: this.client.number,
      ip: this.client.ip,
      ...(facts.helo !== undefined && { helo: facts.helo }),
      ...describeEnvelope(envelope),
      octets: facts.octets,
      sha256: intake.sha256(),
      ...(this.tls !== undefined && { tls: this.tls }),
      ...(facts.identity !== undefined && { identity: facts.identity }),
      reply: answer.reply === undefined ? (accepted ? '250 OK' : '550') : `${answer.reply.code} ${answer.reply.text}`,
      accepted,
      ...(file !== undefined && { file }),
    };
    ports.onMessage(message);
    if (accepted) taken();
    return answer;
  }
}

function stageOf({ kind }: Question): Stage {
  return Object.hasOwn(STAGES, kind)
    ? STAGES[kind as keyof typeof STAGES]
    : (kind as Exclude<typeof kind, keyof typeof STAGES>);
}

/** Of questions that are no stage of their own: parts of one, what a sink does not ask, and commands that it does not offer. */
const STAGES = {
  'auth-response': 'auth',
  'auth-broken': 'auth',
  'auth-begin': 'auth',
  farewell: 'quit',
  'mail-name': 'mail',
  'mail-words': 'mail',
  'rcpt-words': 'rcpt',
  'non-mail': 'noop',
  xclient: 'helo',
  wellknown: 'helo',
  atrn: 'helo',
} as const;

/** What a rule's WHO is held against. */
function whoOf(question: Question, ip: string): string {
  switch (question.kind) {
    case 'connect':
      return ip;
    case 'helo':
      return question.name;
    case 'auth':
    case 'auth-response':
      return question.mechanism;
    case 'mail':
      return addressOf(question.from);
    case 'rcpt':
      return addressOf(question.to);
    case 'message':
      return addressOf(question.envelope.from);
    default:
      return 'argument' in question ? question.argument : '';
  }
}
