/**
 * The word that a server is going to end, for all its sessions. There may be thousands: an AbortSignal would look through
 * all that hear it each time one comes or goes, and keep some hundred octets for each.
 */
export class Stopping {
  private readonly hearing = new Set<Stoppable>();

  hear(one: Stoppable): void {
    this.hearing.add(one);
  }

  leave(one: Stoppable): void {
    this.hearing.delete(one);
  }

  /** Tells those who hear now. */
  begin(): void {
    for (const one of this.hearing) one.stop();
  }
}

interface Stoppable {
  stop(): void;
}
