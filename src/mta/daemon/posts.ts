/** Where the master listens: bound while it has root, handed to the acceptor, changed when the configuration does. */
import { type BoundPlace, bindPlace } from '../../core/net/index.ts';
import type { ListenOrder } from './messages.ts';
import type { Place } from './places.ts';
import type { StartFault, StartPlan } from './types.ts';

type Purpose = ListenOrder['purpose'];

export interface ListeningPlace {
  readonly address: string;
  readonly port: number;
  readonly tlsOnConnect: boolean;
  readonly purpose: Purpose;
}

/** One bound place. */
export interface Post extends ListeningPlace {
  readonly id: number;
  /** As it was asked for: 0 may have become another. */
  readonly wanted: Place;
}

/** What is bound and not handed over yet. */
export interface Bound {
  readonly post: Post;
  readonly bound: BoundPlace;
}

interface Wanted {
  readonly place: Place;
  readonly purpose: Purpose;
}

export class Posts {
  private readonly tell: (line: string) => void;
  private readonly posts = new Map<number, Post>();
  private readonly unhanded: Bound[] = [];
  private nextId = 1;

  /** @param tell  hears why it takes long */
  constructor(tell: (line: string) => void) {
    this.tell = tell;
  }

  all(): readonly Post[] {
    return [...this.posts.values()];
  }

  /** To be handed over now, each once. */
  takeUnhanded(): readonly Bound[] {
    return this.unhanded.splice(0);
  }

  closeUnhanded(): void {
    for (const { post, bound } of this.takeUnhanded()) {
      bound.close();
      this.posts.delete(post.id);
    }
  }

  /** All places or none; what keeps one from being had is told of each. */
  async bindAll(plan: StartPlan): Promise<readonly StartFault[]> {
    const faults: StartFault[] = [];
    for (const wanted of wantedPlaces(plan)) {
      const fault = await this.bindPatiently(wanted, plan);
      if (fault !== undefined) faults.push(fault);
    }
    if (faults.length === 0 && this.unhanded.length === 0) faults.push(NOWHERE);
    if (faults.length > 0) this.closeUnhanded();
    return faults;
  }

  /** The listening sockets went with a process that died: what could not be had again. */
  async bindAgain(plan: StartPlan): Promise<readonly StartFault[]> {
    const before = this.all();
    this.posts.clear();
    const faults: StartFault[] = [];
    for (const { wanted, purpose, port } of before) {
      const fault = await this.bindSoon({ place: wanted, purpose }, plan, port);
      if (fault !== undefined) faults.push(fault);
    }
    return faults;
  }

  /** Binds what is new, all or nothing, and lets go of what is wanted no more. */
  async moveTo(plan: StartPlan, unlisten: (id: number) => void): Promise<readonly StartFault[]> {
    const wanted = wantedPlaces(plan);
    const before = this.all();
    const gone = before.filter((post) => !wanted.some((one) => isSame(post, one)));
    const fresh = wanted.filter((one) => !before.some((post) => isSame(post, one)));
    // The same address and port with or without TLS can only be had once the old one is gone.
    for (const { id } of gone) unlisten(id);
    const faults: StartFault[] = [];
    for (const one of fresh) {
      const fault = await this.bindSoon(one, plan);
      if (fault !== undefined) faults.push(fault);
    }
    if (faults.length > 0) await this.takeBack(gone, plan);
    else for (const { id } of gone) this.posts.delete(id);
    return faults;
  }

  private async takeBack(gone: readonly Post[], plan: StartPlan): Promise<void> {
    this.closeUnhanded();
    for (const { id, wanted, purpose, port } of gone) {
      this.posts.delete(id);
      await this.bindSoon({ place: wanted, purpose }, plan, port);
    }
  }

  /** `daemon_startup_retries`. */
  private async bindPatiently(wanted: Wanted, plan: StartPlan): Promise<StartFault | undefined> {
    const { count, pauseMs } = plan.retries;
    for (let left = count; ; left -= 1) {
      const fault = await this.bind(wanted, plan);
      if (fault === undefined || left <= 0) return fault;
      this.tell(`${fault.message}: waiting ${pauseMs / 1000}s before trying again (${left} more)`);
      await pause(pauseMs);
    }
  }

  /** Other processes may still be about to close the one before. */
  private async bindSoon(wanted: Wanted, plan: StartPlan, port?: number): Promise<StartFault | undefined> {
    for (let tries = 0; ; tries += 1) {
      const fault = await this.bind(wanted, plan, port);
      if (fault === undefined || tries >= MAX_TRIES) return fault;
      await pause(TRY_AGAIN_MS);
    }
  }

  private async bind(
    { place, purpose }: Wanted,
    { backlog }: StartPlan,
    port = place.port,
  ): Promise<StartFault | undefined> {
    const bound = await bindPlace(place.address, port, backlog);
    if (!bound.ok) {
      if (isForLackOfIpv6(place, bound.error.message)) return undefined;
      const { message, hint } = bound.error;
      return { about: 'listen', message, ...(hint !== undefined && { hint }) };
    }
    const { address, tlsOnConnect } = place;
    const post = { id: this.nextId++, wanted: place, address, port: bound.value.port, tlsOnConnect, purpose };
    this.posts.set(post.id, post);
    this.unhanded.push({ post, bound: bound.value });
    return undefined;
  }
}

const MAX_TRIES = 80;
const TRY_AGAIN_MS = 25;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const NOWHERE: StartFault = {
  about: 'listen',
  message: 'none of the addresses in local_interfaces is one of this host',
  hint: 'give an address of this host, or 0.0.0.0 for all',
};

const isSame = (post: Post, { place, purpose }: Wanted): boolean =>
  post.purpose === purpose &&
  post.wanted.address === place.address &&
  post.wanted.port === place.port &&
  post.tlsOnConnect === place.tlsOnConnect;

function wantedPlaces({ places, status, submission }: StartPlan): readonly Wanted[] {
  return [
    ...places.map((place) => ({ place, purpose: 'smtp' as const })),
    ...(status === undefined ? [] : [{ place: status, purpose: 'status' as const }]),
    ...(submission === undefined ? [] : [{ place: submission, purpose: 'submission' as const }]),
  ];
}

/** On a host without IPv6 the loopback and the wildcard of it are passed over, as the usual settings name them. */
const isForLackOfIpv6 = ({ address }: Place, message: string): boolean =>
  /^::1?$/.test(address) && /no such address|EAFNOSUPPORT|does not speak/.test(message);
