/**
 * A connection whose transaction waits behind RCPT, for the message to follow or for a delivery to take it
 * (`callout=hold`, `control = cutthrough_delivery`).
 */
import { err, ok, type Result } from '../../base/index.ts';
import type { Mail } from '../../core/smtp/index.ts';
import type { Driver } from '../config/index.ts';
import type { RoutedHost } from '../route/index.ts';
import {
  type Carried,
  type Delivery,
  type Errand,
  type Heard,
  type Inquiry,
  outgoingFields,
  type RecipientOutcome,
  rcptAddress,
} from '../transport/index.ts';

export class HeldLine {
  readonly host: RoutedHost;
  private readonly inquiry: Inquiry;
  private readonly errands: Errand[];
  private readonly startedMs: number;

  constructor(inquiry: Inquiry, host: RoutedHost) {
    this.inquiry = inquiry;
    this.host = host;
    this.errands = [inquiry.errand];
    this.startedMs = inquiry.errand.world.clock.monotonicMs();
  }

  /** How many recipients the host has taken. */
  get count(): number {
    return this.errands.length;
  }

  /** May the message follow? What a filter or a signature makes of it is not known before all of it is there. */
  get takesContent(): boolean {
    const { transport } = this.inquiry.errand.delivery;
    return !MAKERS.some((option) => isSet(transport, option)) && this.inquiry.recipe.plan.protocol !== 'lmtp';
  }

  /** Would a delivery to this recipient go the same way, with the same header? */
  async fits(errand: Errand, port: number): Promise<boolean> {
    const { delivery } = this.inquiry.errand;
    const isSame = delivery.transport === errand.delivery.transport && looksOf(delivery) === looksOf(errand.delivery);
    const host = errand.delivery.hosts.find(({ address }) => address === this.host.address);
    if (!isSame || host?.address === undefined) return false;
    return this.inquiry.wouldServe(errand, { target: { ...host, address: host.address }, port: host.port ?? port });
  }

  /** RCPT once more. */
  async add(errand: Errand): Promise<Heard> {
    const { delivery } = errand;
    const heard = await this.inquiry.askMore(rcptAddress(delivery.recipients[0]!, delivery));
    if (heard.kind === 'answered' && heard.word.status === 'accepted') this.errands.push(errand);
    return heard;
  }

  /** Header fields as the message goes on with them, lines ending in LF. */
  async header(): Promise<Result<string, { readonly message: string }>> {
    const { errand, facts } = this.inquiry;
    const fields = await outgoingFields(this.delivery, errand.world, facts.variables);
    return fields.ok ? ok(`${fields.value.join('')}\n`) : err(fields.error);
  }

  /** The content goes on as it comes; resolves when the host has answered it, or is gone. */
  async deliver(parts: Mail['parts']): Promise<Delivered> {
    const carried = await this.inquiry.deliver(parts);
    const { recipients } = this.delivery;
    const outcomes = this.inquiry.outcomes(carried, recipients, this.startedMs);
    void this.inquiry.quit();
    return { carried, outcomes, delivery: this.delivery };
  }

  /** The host is told that nothing follows. */
  drop(): void {
    void this.inquiry.quit();
  }

  /** A delivery may have the connection. */
  giveAway(): Promise<void> {
    return this.inquiry.giveAway();
  }

  private get delivery(): Delivery {
    const recipients = this.errands.flatMap(({ delivery }) => delivery.recipients);
    return { ...this.inquiry.errand.delivery, recipients };
  }
}

export interface Delivered {
  readonly carried: Carried;
  /** One for each recipient, in their order. */
  readonly outcomes: readonly RecipientOutcome[];
  readonly delivery: Delivery;
}

/** Options of transports that make another message of it. */
const MAKERS = ['transport_filter', 'dkim_domain', 'arc_sign'] as const;

const isSet = ({ settings }: Driver, option: string): boolean => (settings.get(option)?.value ?? '') !== '';

/** What the header has of an address's way. */
const looksOf = ({ props }: Delivery): string => JSON.stringify([props.headersAdd, props.headersRemove]);
