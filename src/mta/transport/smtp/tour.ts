/** The hosts of a delivery in turn: which are tried, what each came to, and what is left in the end. */
import { systemErrorText } from '../../../base/index.ts';
import type { Later } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import type { RoutedHost } from '../../route/index.ts';
import { deferred } from '../outcome.ts';
import { flag, number } from '../settings.ts';
import type { DeliveryReport, HostAttempt, LocalOutcome, MayTry, RecipientOutcome } from '../types.ts';
import { type Attempt, attempt, wornOut } from './attempt.ts';
import { isHeard, raise, recallNames } from './events.ts';
import type { HostFacts, Target } from './host-facts.ts';
import { fallbackHosts, type Listed } from './host-list.ts';
import { keyedHost } from './keyed-host.ts';
import type { Load } from './load.ts';
import { describeFate, describeTrouble, type Told } from './outcomes.ts';
import { serialTurn } from './serialize.ts';
import type { HostTrouble } from './trouble.ts';
import { type Skipped, type SkippedHost, whyNone } from './why-none.ts';

/** Where turns at hosts are not bounded. */
const anyTime = () => () => {};

export class Tour {
  private readonly load: Load;
  private readonly port: number;
  private readonly began: number;
  private readonly outcomes: (RecipientOutcome | undefined)[];
  /** Indices of recipients still to be delivered. */
  private pending: readonly number[];
  private readonly attempts: HostAttempt[] = [];
  private readonly transcript: string[] = [];
  private readonly skipped: SkippedHost[] = [];
  /** Addresses tried, and of those the ones that count for hosts_max_try. */
  /** The host that was looked at last, with what its failures are remembered by. */
  private atHand: RoutedHost | undefined;
  /** Who was left to the fallback hosts, in the order they were asked there. */
  private fallen: readonly number[] = [];
  private tried = 0;
  private counted = 0;
  private isOver = false;
  /** Some were left out, for another reason than their time. */
  private hasOthers = false;
  /** What is wrong with an option about hosts. */
  private misset: string | undefined;
  /** The next host was this one: what is left waits, whatever the hosts before it have said. */
  private local: LocalOutcome | undefined;
  /** What the last host that was tried had against the message, for the event. */
  private putOffBy: { readonly facts: HostFacts; readonly data: string; readonly errno: number } | undefined;

  constructor(load: Load, port: number, began: number) {
    this.load = load;
    this.port = port;
    this.began = began;
    this.outcomes = load.delivery.recipients.map(() => undefined);
    this.pending = load.delivery.recipients.map((_, i) => i);
  }

  async visit({ hosts, local }: Listed): Promise<DeliveryReport> {
    const { delivery, world } = this.load;
    this.local = local;
    await this.through(hosts);
    await this.raiseDeferral();
    if (this.pending.length > 0 && !this.isOver) {
      const more = await fallbackHosts(delivery, world);
      this.counted = 0;
      if (more.hosts.length > 0) recallNames(delivery);
      this.pending = this.pending.toReversed(); // as with Exim, which the next hop hears
      if (more.hosts.length > 0 || more.local !== undefined) this.fallen = this.pending;
      if (more.hosts.length > 0 || more.local !== undefined) this.local = more.local;
      await this.through(more.hosts);
      await this.raiseDeferral();
    }
    return this.report();
  }

  private async through(hosts: readonly RoutedHost[]): Promise<void> {
    for (let at = 0; at < hosts.length && this.pending.length > 0 && !this.isOver; ) {
      const host = hosts[at]!;
      const skipped = await this.look(host, at < hosts.length - 1);
      if (skipped !== undefined) this.skip(this.atHand ?? host, skipped);
      const next = skipped === undefined && this.isEnough() ? this.nextLevel(hosts, at) : at + 1;
      if (next > at + 1 || this.isOver) this.hasOthers = true;
      at = next;
    }
  }

  private isEnough(): boolean {
    const { transport } = this.load.delivery;
    const most = number(transport, 'hosts_max_try');
    const hard = number(transport, 'hosts_max_try_hardlimit');
    if (hard > 0 && this.tried >= hard) this.isOver = true;
    return most > 0 && this.counted >= most;
  }

  /** Each level of MX records has at least one of its hosts tried, however many there were before. */
  private nextLevel(hosts: readonly RoutedHost[], at: number): number {
    const next = hosts.findIndex(({ mx }, i) => i > at && mx !== hosts[at]!.mx);
    if (next < 0) return hosts.length;
    this.counted -= 1;
    return next;
  }

  /** Undefined: it was tried. */
  private async look(host: RoutedHost, hasNext: boolean): Promise<Skipped | undefined> {
    this.atHand = host;
    if (host.unusable !== undefined) return host.unusable === 'failed' ? 'failed' : 'deferred';
    if (host.address === undefined) return 'failed';
    const { delivery, world } = this.load;
    const known = keyedHost(host, this.port, delivery, world);
    const keyed = known instanceof Promise ? await known : known;
    if (!keyed.ok) {
      this.misset = keyed.error;
      return 'misset';
    }
    const target = keyed.value as Target;
    this.atHand = target;
    const at = { ...target, port: target.port ?? this.port };
    const asked = this.mayTry(at);
    const may = asked instanceof Promise ? await asked : asked;
    const early = this.whyNotDue(may);
    if (early !== undefined) return early;
    const turn = (this.load.world.turnAt ?? anyTime)(at);
    const hasWaited = turn instanceof Promise;
    const endTurn = hasWaited ? await turn : turn;
    if (endTurn === undefined) return 'serial';
    try {
      // What those before have found out of the host counts for who has waited.
      const late = hasWaited ? this.whyNotDue(await this.mayTry(at)) : undefined;
      return late ?? (await this.callSerially(target, may, hasNext));
    } finally {
      endTurn();
    }
  }

  private async callSerially(target: Target, may: MayTry, hasNext: boolean): Promise<Skipped | undefined> {
    const { delivery, world } = this.load;
    const turn = serialTurn(target, delivery, world);
    const endTurn = turn instanceof Promise ? await turn : turn;
    if (endTurn === undefined) return 'serial';
    try {
      await this.call(target, hasNext);
    } finally {
      const over = endTurn();
      if (over instanceof Promise) await over;
    }
    this.tried += 1;
    if (may === 'now') this.counted += 1;
    return undefined;
  }

  private mayTry(host: Target): Later<MayTry> {
    const { delivery, world } = this.load;
    return world.mayTry(host, delivery.recipients[0]!.domain);
  }

  private whyNotDue(may: MayTry): Skipped | undefined {
    if (may === 'later') return 'retry';
    return may === 'expired' && flag(this.load.delivery.transport, 'delay_after_cutoff') ? 'expired' : undefined;
  }

  private skip(host: RoutedHost, why: Skipped): void {
    const said = host.unusable === undefined || host.mx !== undefined ? undefined : notFound(host);
    this.skipped.push({ name: host.name, why, ...(said !== undefined && { said }) });
    if (why !== 'retry') this.hasOthers = true;
    this.attempts.push({ host, result: 'not-tried' });
  }

  private async call(target: Target, hasNext: boolean): Promise<void> {
    const { recipients } = this.load.delivery;
    const asked = this.pending;
    const tried = await attempt(
      this.load,
      target,
      target.port ?? this.port,
      asked.map((i) => recipients[i]!),
    );
    this.transcript.push(...told(tried));
    this.keep(asked, tried, hasNext);
    const { trouble, fates } = tried.judged;
    this.putOffBy = undefined;
    if (trouble !== undefined || fates.some((fate) => fate?.kind === 'deferred'))
      await this.raiseDeferrals(asked, tried, hasNext);
    const { connection } = tried;
    const mayGoOn = trouble === undefined && connection !== undefined && !wornOut(this.load.delivery, connection);
    const beyond = mayGoOn ? asked.filter((_, at) => isBeyondLimit(fates, at)) : [];
    if (beyond.length > 0) await this.callFor(beyond, target, hasNext);
  }

  /** Those beyond what the host takes in one transaction, in another one of the same connection. */
  private async callFor(some: readonly number[], target: Target, hasNext: boolean): Promise<void> {
    const others = this.pending.filter((index) => !some.includes(index));
    this.pending = some;
    await this.call(target, hasNext);
    this.pending = [...others, ...this.pending].sort((a, b) => a - b);
  }

  private keep(asked: readonly number[], tried: Attempt, hasNext: boolean): void {
    const { fates, trouble, ofMessage } = tried.judged;
    const putOff: string[] = [];
    const left: number[] = [];
    for (const [at, index] of asked.entries()) {
      const fate = fates[at];
      const told = this.told(index, tried);
      this.outcomes[index] = fate === undefined ? describeTrouble(trouble!, ofMessage, told) : describeFate(fate, told);
      if (fate !== undefined && fate.kind !== 'deferred') continue;
      left.push(index);
      if (fate?.kind === 'deferred' && fate.isRcpt) putOff.push(fate.text);
    }
    this.pending = left;
    if (trouble?.endsAll === true) this.isOver = true;
    this.attempts.push(hostAttempt(tried, hasNext && putOff.length > 0 ? { putOff, usualPort: this.port } : {}));
  }

  /** Recipients put off one by one, and a host that is in trouble, are events (Exim spec ch. "Events"). */
  private async raiseDeferrals(asked: readonly number[], tried: Attempt, hasNext: boolean): Promise<void> {
    const { delivery, world } = this.load;
    const { facts, judged, connection } = tried;
    const { fates, trouble } = judged;
    for (const [at, index] of asked.entries()) {
      const fate = fates[at];
      if (fate?.kind !== 'deferred' || !fate.isRcpt) continue;
      const errand = { world, delivery, about: delivery.recipients[index]! };
      const { text: data } = fate;
      const errno = packedErrno(fate, facts.target);
      await raise(errand, facts, { name: 'msg:rcpt:host:defer', data, errno });
      if (!hasNext) await raise(errand, facts, { name: 'msg:rcpt:defer', data, errno });
    }
    if (trouble === undefined || isOfContent(trouble)) return;
    if (isHeard(this.load)) await connection?.closed; // which is told first, as by Exim
    const { errno } = trouble;
    const data = trouble.text ?? (errno > 0 ? systemErrorText(errno) : '');
    if (!judged.ofMessage) await raise(this.load, facts, { name: 'msg:host:defer', data, errno });
    if (!judged.ofMessage || trouble.isFinal !== true) this.putOffBy = { facts, data, errno };
  }

  /** Once, where the last host that was tried has put the message off. */
  private async raiseDeferral(): Promise<void> {
    if (this.putOffBy === undefined) return;
    const { facts, data, errno } = this.putOffBy;
    this.putOffBy = undefined;
    const { delivery, world } = this.load;
    await raise({ delivery, world, about: delivery.recipients[0]! }, facts, { name: 'msg:defer', data, errno });
  }

  private told(index: number, tried: Attempt): Told {
    const { delivery, world } = this.load;
    const tookMs = world.clock.monotonicMs() - this.began;
    return { recipient: delivery.recipients[index]!, sender: delivery.sender, attempt: tried, tookMs };
  }

  private report(): DeliveryReport {
    const { delivery } = this.load;
    const forAll = this.local ?? (this.misset === undefined ? undefined : deferred(this.misset));
    if (this.local !== undefined && !this.isOver) for (const index of this.pending) this.outcomes[index] = undefined;
    const tookMs = this.load.world.clock.monotonicMs() - this.began;
    return {
      outcomes: delivery.recipients.map(
        ({ address, domain }, i) =>
          this.outcomes[i] ?? { address, tookMs, ...(forAll ?? whyNone(this.skipped, domain)) },
      ),
      ...(this.fallen.length > 1 && { order: behindOthers(this.fallen, this.outcomes.length) }),
      hosts: this.attempts,
      knowsAllHosts: !this.hasOthers,
      ...(this.transcript.length > 0 && { transcript: this.transcript }),
    };
  }
}

const behindOthers = (last: readonly number[], count: number): readonly number[] => [
  ...Array.from({ length: count }, (_, index) => index).filter((index) => !last.includes(index)),
  ...last,
];

/** No host is to blame for it, and none is told of. */
const isOfContent = ({ errno }: HostTrouble): boolean => errno === ERRNO.filterFailed || errno === ERRNO.headersFailed;

/** RFC 5321 §4.5.3.1.10: 452 behind recipients that were answered once and for all says that there are too many. */
function isBeyondLimit(fates: Attempt['judged']['fates'], at: number): boolean {
  const fate = fates[at];
  if (fate?.kind !== 'deferred' || !fate.isRcpt || fate.reply?.code !== 452) return false;
  return fates.slice(0, at).some((one) => one !== undefined && one.kind !== 'deferred');
}

/** The host, what was said, and what was wrong. */
function told({ facts: { target, port }, judged: { trouble }, reused, transcript }: Attempt): readonly string[] {
  const how = reused ? ', over a connection that was kept' : '';
  const why = trouble === undefined ? [] : [`= ${trouble.text ?? systemErrorText(trouble.errno)}`];
  return [`= ${target.name} [${target.address}]:${port}${how}`, ...transcript, ...why];
}

/** As Exim has it in hints: the last two digits of the reply, and the letter of the host's kind. */
const packedErrno = ({ errno, moreErrno }: { errno: number; moreErrno?: number }, { mx }: Target): number =>
  moreErrno === undefined ? errno : ((moreErrno % 100) << 8) | (mx === undefined ? 65 : 77);

function hostAttempt({ facts, judged }: Attempt, more: Pick<HostAttempt, 'putOff' | 'usualPort'>): HostAttempt {
  const { host } = facts;
  const { trouble, ofMessage } = judged;
  if (trouble === undefined) return { host, result: 'ok', ...more };
  if (trouble.isOfOptions === true) return { host, result: 'not-tried' };
  const { errno, retryErrno = errno, moreErrno, text, isSilent, isFinal, reply } = trouble;
  return {
    host,
    result: isFinal === true ? 'failed' : 'deferred',
    errno: retryErrno,
    ...(retryErrno !== errno && { logErrno: errno }),
    ...(moreErrno !== undefined && { moreErrno }),
    ...(text !== undefined && { text }),
    ...(ofMessage && { ofMessage }),
    ...(isFinal === true && reply !== undefined && { hasRefused: true }),
    // Of TLS that failed the recipients' lines tell alone, as Exim's do.
    ...((isSilent === true || errno === ERRNO.tlsFailed) && { isSilent: true }),
    ...more,
  };
}

/** Of a host that the transport has looked for itself: those of MX records were looked for by their router. */
const notFound = ({ name, unusable }: RoutedHost): string =>
  unusable === 'insecure' ? `lookup of IP address for ${name} was insecure` : `failed to lookup IP address for ${name}`;
