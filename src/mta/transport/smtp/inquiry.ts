/** A host called as a transport calls it, to be asked about recipients: transactions that stop behind RCPT, or go on. */
import { err, ok, type Result } from '../../../base/index.ts';
import type { Continuation, Conversation, Greeted, Mail, RecipientResult, TlsMode } from '../../../core/smtp/index.ts';
import { ERRNO } from '../../retry/index.ts';
import type { DeliveryRecipient, RecipientOutcome } from '../types.ts';
import type { Attempt } from './attempt.ts';
import type { Carried, SmtpConnection } from './connection.ts';
import { HostFacts, type Target } from './host-facts.ts';
import { type Judged, judge } from './judge.ts';
import { recipeFor } from './kept-recipes.ts';
import type { Errand } from './load.ts';
import { authParameter } from './mail.ts';
import { open } from './open.ts';
import { describeFate, describeTrouble } from './outcomes.ts';
import { poolOf } from './pool.ts';
import type { Recipe } from './recipe.ts';
import { hostOf, isInList } from './settings.ts';
import type { HostTrouble } from './trouble.ts';

/** How long the host may take, in place of what the transport says. */
export interface Patience {
  readonly connectMs: number;
  /** For each reply. */
  readonly commandMs: number;
  /** For the answer to a content. */
  readonly dataMs: number;
}

/** A recipient to ask for, and for whom; without angle brackets, an empty sender is the null path. */
export interface Asked {
  readonly sender: string;
  readonly recipient: string;
  readonly smtpUtf8: boolean;
}

export interface Place {
  readonly target: Target;
  readonly port: number;
}

export type Heard =
  /** With a reply, or the reason why it could not be said at all. */
  | { readonly kind: 'answered'; readonly word: RecipientResult }
  /** The conversation has ended. */
  | { readonly kind: 'broken'; readonly outcome: Conversation['outcome']; readonly trouble: HostTrouble };

/** TLS that fails is followed by a call in clear, where the transport would do that. */
export class Inquiry {
  readonly errand: Errand;
  readonly recipe: Recipe;
  private readonly connection: SmtpConnection;
  private readonly waitsMs: Recipe['waitsMs'];
  /** Of the transaction that is open. */
  private carried: Promise<Carried> | undefined;
  private proceed: ((how: Continuation) => void) | undefined;
  private hear: ((heard: Heard) => void) | undefined;

  private constructor(errand: Errand, recipe: Recipe, patience: Patience) {
    this.errand = errand;
    this.recipe = recipe;
    this.waitsMs = waitsOf(patience);
    this.connection = open(errand, { ...recipe, waitsMs: this.waitsMs });
  }

  /** Asked of one host; what is heard of a call that had to be made again is heard of the second. */
  static async begin(
    errand: Errand,
    { target, port }: Place,
    patience: Patience,
    asked: Asked,
  ): Promise<Result<{ readonly inquiry: Inquiry; readonly heard: Heard }, HostTrouble>> {
    const chosen = await recipeToAsk(errand, { target, port });
    if (!chosen.ok) return chosen;
    const inquiry = new Inquiry(errand, chosen.value, patience);
    const heard = await inquiry.ask(asked);
    if (!isTlsFailure(heard) || !chosen.value.tls.fallsBack) return ok({ inquiry, heard });
    tellClear(errand, target, heard);
    const again = await recipeFor(errand, new HostFacts(target, port), true);
    if (!again.ok) return err(again.error);
    const second = new Inquiry(errand, again.value, patience);
    return ok({ inquiry: second, heard: await second.ask(asked) });
  }

  /** In a transaction of its own: one that is open is over. */
  async ask(asked: Asked): Promise<Heard> {
    await this.endTransaction();
    return this.listen(() => {
      this.carried = this.connection.send((greeted) => this.mailFor(asked, greeted));
    });
  }

  /** In the transaction that is open. */
  askMore(recipient: string): Promise<Heard> {
    return this.listen(() => this.goOn({ kind: 'recipients', recipients: [{ address: recipient }] }));
  }

  /** The transaction goes on to its end. */
  deliver(parts: Mail['parts']): Promise<Carried> {
    this.goOn({ kind: 'content', parts });
    return this.carried!;
  }

  get facts(): HostFacts {
    return this.recipe.facts;
  }

  get greeted(): Greeted | undefined {
    return this.connection.greeted;
  }

  /** The host is asked no more; QUIT. */
  async quit(): Promise<void> {
    await this.endTransaction();
    this.connection.quit();
  }

  /** Deliveries may have the connection, with the patience of their transport. */
  async giveAway(): Promise<void> {
    await this.endTransaction();
    Object.assign(this.waitsMs, this.recipe.waitsMs);
    this.connection.transcript.clear();
    this.connection.messages = 0; // it has only been asked
    const keepsIt = this.greeted?.isSecure === true ? this.recipe.keepsTls : true;
    if (this.recipe.keeps && keepsIt) poolOf(this.errand.world).put(this.recipe.key, this.connection);
    else this.connection.quit();
  }

  /** Is its connection as good for that errand as one of its own? */
  async wouldServe(errand: Errand, place: Place): Promise<boolean> {
    const { recipe } = this;
    const other = await recipeToAsk(errand, place);
    if (!other.ok || other.value.key !== recipe.key) return false;
    return recipe.tls.sts?.domain === other.value.tls.sts?.domain; // RFC 8461 §3.4: a policy is of one domain
  }

  /** What came of a content for each recipient, as of any delivery. */
  outcomes(carried: Carried, recipients: readonly DeliveryRecipient[], startedMs: number): readonly RecipientOutcome[] {
    const { connection, facts } = this;
    const recipe = this.asSaid;
    const judged = this.judge(carried, recipients);
    const tried: Attempt = { facts, judged, recipe, connection, reused: false, transcript: [] };
    const tookMs = this.errand.world.clock.monotonicMs() - startedMs;
    return recipients.map((recipient, i) => {
      const told = { recipient, sender: this.errand.delivery.sender, attempt: tried, tookMs };
      const fate = judged.fates[i];
      return fate === undefined
        ? describeTrouble(judged.trouble ?? NO_TROUBLE, judged.ofMessage, told)
        : describeFate(fate, told);
    });
  }

  /** Its mails go by DATA. */
  private get asSaid(): Recipe {
    const { recipe } = this;
    return { ...recipe, plan: { ...recipe.plan, chunking: 'never' } };
  }

  private judge(carried: Carried, recipients: readonly DeliveryRecipient[]): Judged {
    const { greeted, facts } = this;
    return judge({
      carried,
      recipients,
      recipe: this.asSaid,
      greeted,
      auth: facts.authSaid,
      stoppedBy: facts.stoppedBy,
    });
  }

  private async mailFor({ sender, recipient, smtpUtf8 }: Asked, greeted: Greeted): Promise<Mail> {
    const { delivery, world } = this.errand;
    const auth = await authParameter({ delivery, expansions: () => hostOf(delivery, world, this.facts) }, greeted);
    return {
      sender,
      recipients: [{ address: recipient }],
      parts: () => [],
      has8Bit: false,
      smtpUtf8,
      requireTls: false,
      prdr: false,
      chunked: false,
      goOn: this.onAnswered,
      ...(auth !== undefined && { mailParameters: [auth] }),
    };
  }

  private listen(act: () => void): Promise<Heard> {
    return new Promise((resolve) => {
      this.hear = resolve;
      act();
      void this.carried?.then((carried) => resolve(this.heardAtEnd(carried)));
    });
  }

  private readonly onAnswered: NonNullable<Mail['goOn']> = (recipients) =>
    new Promise((resolve) => {
      this.proceed = resolve;
      this.hear?.({ kind: 'answered', word: recipients.at(-1)! });
    });

  /** It was over before anything else was said. */
  private heardAtEnd(carried: Carried): Heard {
    const word = carried.results.at(-1)?.recipients.at(-1);
    const { ended } = carried;
    if (word !== undefined && (word.reply !== undefined || ended === undefined)) return { kind: 'answered', word };
    const { trouble = NO_TROUBLE } = this.judge(carried, this.errand.delivery.recipients.slice(0, 1));
    return { kind: 'broken', outcome: ended?.outcome ?? { kind: 'aborted' }, trouble };
  }

  private goOn(how: Continuation): void {
    const { proceed } = this;
    this.proceed = undefined;
    proceed?.(how);
  }

  private async endTransaction(): Promise<void> {
    this.goOn({ kind: 'over' });
    await this.carried;
    this.carried = undefined;
  }
}

const NO_TROUBLE: HostTrouble = { errno: ERRNO.unknown, namesHost: true };

/** Without TLS where an option has it so, and neither another nor the host's domain insists on it. */
async function recipeToAsk(errand: Errand, { target, port }: Place): Promise<Result<Recipe, HostTrouble>> {
  const usual = await recipeFor(errand, new HostFacts(target, port));
  if (!usual.ok || BINDING.has(usual.value.tls.mode) || !(await avoidsTls(errand, target))) return usual;
  return recipeFor(errand, new HostFacts(target, port), true);
}

const BINDING: ReadonlySet<TlsMode> = new Set(['required', 'on-connect']);

/** `hosts_verify_avoid_tls` (Exim spec ch. 30). */
const avoidsTls = async ({ delivery, world }: Errand, target: Target): Promise<boolean> =>
  isInList(delivery, 'hosts_verify_avoid_tls', target, hostOf(delivery, world));

const isTlsFailure = (heard: Heard): boolean => heard.kind === 'broken' && heard.trouble.errno === ERRNO.tlsFailed;

function tellClear({ world }: Errand, { name, address }: Target, heard: Heard): void {
  const why = heard.kind === 'broken' ? (heard.trouble.text ?? '') : '';
  world.log(`${why}: callout unencrypted to ${name} [${address}] (not in hosts_require_tls)`);
}

function waitsOf({ connectMs, commandMs, dataMs }: Patience): Recipe['waitsMs'] {
  const commands = ['greeting', 'ehlo', 'helo', 'lhlo', 'starttls', 'tls', 'auth', 'mail', 'rcpt', 'rset'] as const;
  return {
    ...Object.fromEntries(commands.map((stage) => [stage, commandMs])),
    connect: connectMs,
    data: dataMs,
    body: dataMs,
    bdat: dataMs,
    dot: dataMs,
  };
}
