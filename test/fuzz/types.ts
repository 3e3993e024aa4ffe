/** What every `*.fuzz.ts` exports as `target`. */
export interface FuzzTarget {
  readonly name: string;
  /** Throws when what must hold for any octets does not. */
  run(bytes: Uint8Array): void | Promise<void>;
  /** Good input, from which the random one is made. */
  readonly seeds: readonly Uint8Array[];
}
