import type { Files } from './authority.ts';

export interface World {
  readonly files: Files;
  readonly folder: string;
  /** Responders by who signs, and one that sets no nextUpdate. */
  readonly urls: Readonly<Record<'usual' | 'delegated' | 'short' | 'endless', string>>;
}
