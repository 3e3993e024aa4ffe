import { type Enrolled, Roster } from '../../base/index.ts';

/**
 * The word that a server is going to end, for all its sessions. There may be thousands: an AbortSignal would look through
 * all that hear it each time one comes or goes, and keep some hundred octets for each.
 */
export class Stopping {
  private readonly hearing = new Roster<Stoppable>();

  hear(one: Stoppable): void {
    this.hearing.enter(one);
  }

  leave(one: Stoppable): void {
    this.hearing.leave(one);
  }

  /** Tells those who hear now. */
  begin(): void {
    for (const one of this.hearing.all()) one.stop();
  }
}

interface Stoppable extends Enrolled {
  stop(): void;
}
