/**
 * Authenticators of the configuration in turn, against what a server offers, until one succeeds (Exim spec §33.7).
 *
 * It answers the session of core/smtp reply by reply. 5xx is followed by the next authenticator; 4xx and what is wrong here
 * end the conversation.
 */
import { fromBase64, toBase64 } from '../../../base/index.ts';
import type { AuthAnswer, Greeted, Reply } from '../../../core/smtp/index.ts';
import type { Configuration } from '../../config/index.ts';
import { after, expandOption, type Later, type Text } from '../../expand/index.ts';
import { instanceOf } from '../authenticators.ts';
import { withStrings } from '../strings.ts';
import type { Instance } from '../types.ts';
import { findClientDriver } from './registry.ts';
import type { ClientDriver, ClientMove, ClientWorld } from './types.ts';

export interface ClientAuthOptions {
  /** Without authentication nothing is sent. */
  readonly required: boolean;
  readonly world: ClientWorld;
  /** An authenticator was refused. */
  readonly onRefused: (authenticator: string, reply: Reply) => Later<void>;
  /** What is said, as may be told: secrets masked. */
  readonly onSaid: (shown: string) => void;
}

/** Of one conversation. */
export interface ClientAuth {
  /** For `ConverseOptions.authenticate`. */
  readonly answer: (greeted: Greeted, reply?: Reply) => Promise<AuthAnswer>;
  /** `client_set_id`, once it has succeeded. */
  id(): string | undefined;
}

interface Candidate {
  readonly row: ClientDriver;
  readonly instance: Instance;
}

export function createClientAuth({ authenticators }: Configuration, options: ClientAuthOptions): ClientAuth {
  const candidates = authenticators.flatMap((driver): readonly Candidate[] => {
    const row = findClientDriver(driver.driver);
    const instance = instanceOf(driver);
    return row?.isClient(instance) === true ? [{ row, instance }] : [];
  });
  const turn = new Turn(candidates, options);
  return { answer: (greeted, reply) => turn.answer(greeted, reply), id: () => turn.id };
}

class Turn {
  id: string | undefined;
  private readonly candidates: readonly Candidate[];
  private readonly options: ClientAuthOptions;
  private left: readonly Candidate[] | undefined;
  private current: Candidate | undefined;
  private move: Extract<ClientMove, { readonly kind: 'say' }> | undefined;
  private isFirst = true;
  private wasTried = false;
  /** It was broken off: the answer to `*` is still to come. */
  private trouble: string | undefined;

  constructor(candidates: readonly Candidate[], options: ClientAuthOptions) {
    this.candidates = candidates;
    this.options = options;
  }

  async answer({ extensions }: Greeted, reply: Reply | undefined): Promise<AuthAnswer> {
    if (this.left === undefined) {
      const offered = (extensions.get('AUTH') ?? '').toUpperCase().split(/\s+/);
      if (!extensions.has('AUTH')) return this.without('server did not advertise AUTH support');
      this.left = this.candidates.filter(({ instance }) => offered.includes(instance.publicName.toUpperCase()));
      return this.next();
    }
    if (this.trouble !== undefined) return { kind: 'give-up', detail: this.trouble, temporary: true };
    return reply === undefined ? this.next() : this.hear(reply);
  }

  private async hear(reply: Reply): Promise<AuthAnswer> {
    const { instance } = this.current!;
    if (reply.code === 334) return this.take(await this.move!.respond(challengeOf(reply)));
    if (reply.code >= 200 && reply.code < 300) {
      this.id = await this.setId(instance, this.move?.strings ?? []);
      return { kind: 'go-on', as: instance.name };
    }
    if (reply.code < 500) return { kind: 'give-up', detail: '', reply, temporary: true };
    await this.options.onRefused(instance.name, reply);
    return this.next();
  }

  private async next(): Promise<AuthAnswer> {
    for (;;) {
      const [candidate, ...rest] = this.left ?? [];
      if (candidate === undefined)
        return this.without(this.wasTried ? 'authentication attempt(s) failed' : 'no common mechanisms were found');
      this.left = rest;
      if (!(await this.isWanted(candidate.instance))) continue;
      this.current = candidate;
      this.isFirst = true;
      const move = await candidate.row.begin(candidate.instance, this.options.world);
      if (move.kind === 'cancel') continue;
      this.wasTried = true;
      return this.take(move);
    }
  }

  private take(move: ClientMove): AuthAnswer | Promise<AuthAnswer> {
    if (move.kind !== 'say') return this.breakOff(move);
    this.move = move;
    const said = move.octets === undefined ? undefined : toBase64(move.octets);
    if (!this.isFirst) return this.say(said ?? '', MASK);
    this.isFirst = false;
    const command = `AUTH ${this.current!.instance.publicName}`;
    // RFC 4954 §4: "=" is an empty first answer.
    return said === undefined
      ? this.say(command, command)
      : this.say(`${command} ${said === '' ? '=' : said}`, `${command} ${'*'.repeat(said.length)}`);
  }

  private say(text: string, shown: string): AuthAnswer {
    this.options.onSaid(shown);
    return { kind: 'say', text, shown };
  }

  /** In the middle of an exchange it is broken off by `*` (RFC 4954 §4). */
  private breakOff(move: Exclude<ClientMove, { readonly kind: 'say' }>): AuthAnswer | Promise<AuthAnswer> {
    if (this.isFirst)
      return move.kind === 'cancel' ? this.next() : { kind: 'give-up', detail: move.message, temporary: true };
    if (move.kind === 'error') this.trouble = move.message;
    return this.say('*', '*');
  }

  private without(why: string): AuthAnswer {
    if (!this.options.required) return { kind: 'go-on' };
    return { kind: 'give-up', detail: `authentication required but ${why}`, temporary: false };
  }

  private isWanted({ option }: Instance): Later<boolean> {
    const condition = option('client_condition');
    if (condition === undefined) return true;
    return after(
      expandOption(condition, this.options.world.host),
      (outcome) => outcome.kind === 'text' && !/^(?:|0|no|false)$/i.test(outcome.text),
    );
  }

  private setId({ option }: Instance, strings: readonly Text[]): Later<string | undefined> {
    const written = option('client_set_id');
    if (written === undefined) return undefined;
    const host = withStrings(this.options.world.host, strings);
    return after(expandOption(written, host), (outcome) => (outcome.kind === 'text' ? outcome.text : undefined));
  }
}

const MASK = '****';

function challengeOf({ lines }: Reply): Uint8Array | undefined {
  return lines.length === 1 ? fromBase64(lines[0]!.trim()) : undefined;
}
