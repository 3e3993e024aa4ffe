/** What looking an address up backwards comes to, JSON-safe. */
export interface ReverseReport {
  readonly ip: string;
  /** `unconfirmed`: there are names, and none leads back; `failed`: DNS did not answer, or not validly. */
  readonly status: 'confirmed' | 'unconfirmed' | 'none' | 'failed';
  /** As PTR has them, sorted. */
  readonly names: readonly string[];
  /** The first that leads back. */
  readonly confirmed?: string;
  /** Why there is no answer. */
  readonly error?: string;
}
