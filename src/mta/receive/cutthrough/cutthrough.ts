/**
 * A connection to a next hop beside the session, for the message at hand (Exim spec §44.23 "cutthrough_delivery", §44.45 "hold").
 *
 * Wished for by an ACL at the first recipient; opened by a callout, to which each further recipient is added; then the message
 * goes on as it comes (onward.ts), and its end waits for the next hop's answer. A connection that is only held is given to the
 * pool of deliveries when the message is stored. Whatever else happens, it is dropped, and the spool has the message.
 */
import type { CutthroughControl } from '../../acl/index.ts';
import type { Later } from '../../expand/index.ts';
import type { Connection, IncomingMessage } from '../../facts/index.ts';
import type { Delivered, HeldLine, LineHolder } from '../../verify/index.ts';
import type { MessageControls } from '../controls.ts';
import type { Feed } from './feed.ts';

/** A message that goes on while it comes. */
export interface Onward {
  readonly feed: Feed;
  /** What the next hop has said in the end. */
  readonly delivered: Promise<Delivered>;
}

/** The session, as far as it matters. */
interface Party {
  readonly connection: Pick<Connection, 'rcpts'>;
  readonly message: IncomingMessage | undefined;
  readonly messageControls: MessageControls;
}

export class Cutthrough implements LineHolder {
  held: HeldLine | undefined;
  /** What goes on over it just now. */
  onward: Onward | undefined;
  private readonly session: Party;
  private wish: CutthroughControl | undefined;

  constructor(session: Party) {
    this.session = session;
  }

  get cutsThrough(): boolean {
    return this.wish !== undefined;
  }

  get isFirst(): boolean {
    return this.session.connection.rcpts.all === 1;
  }

  /** In whose name the next hop is called. */
  get sender(): CutthroughControl['sender'] {
    return this.wish?.sender ?? 'orig';
  }

  /** A failure that may pass is told to the client, who keeps the message. */
  get passesDeferrals(): boolean {
    return this.wish?.defer === 'pass';
  }

  /** May the message follow over the connection, for all its recipients? */
  get isReady(): boolean {
    const { held } = this;
    return held !== undefined && this.cutsThrough && held.takesContent && this.servesAll;
  }

  /** What an ACL asks for; ignored where the message is not to go at once, and behind the first recipient. */
  ask(control: CutthroughControl): void {
    const { message, messageControls } = this.session;
    const { freeze, queue, fake } = messageControls;
    const stays = freeze !== undefined || queue !== undefined || fake?.name === 'fakereject';
    if (stays || message?.isPrdr === true || !this.isFirst || this.cutsThrough) return;
    this.wish = control;
  }

  /** Recipients the next hop does not know of would be lost. */
  dropUnlessWhole(): void {
    if (this.held !== undefined && !this.servesAll) this.drop();
  }

  /** Nothing goes on; a message on its way is broken off. */
  drop(): void {
    const { held, onward } = this;
    this.forget();
    if (onward !== undefined) onward.feed.breakOff();
    else held?.drop();
  }

  /** A delivery may have what is held. */
  giveAway(): Later<void> {
    const { held } = this;
    this.forget();
    return held?.giveAway();
  }

  forget(): void {
    this.held = undefined;
    this.onward = undefined;
    this.wish = undefined;
  }

  private get servesAll(): boolean {
    return this.held?.count === this.session.message?.recipients.length;
  }
}
