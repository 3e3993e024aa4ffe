/** A question put to us and to the others, and what must come out. */
import type { SecurityStatus } from '../../../../src/core/dns/index.ts';
import type { ZoneRow } from '../../world/types.ts';

/** Who judges beside us: delv by itself, the resolvers by AD and SERVFAIL. */
export type Judge = 'delv' | 'unbound' | 'bind';
export const JUDGES: readonly Judge[] = ['delv', 'unbound', 'bind'];

export interface Question {
  /** Absolute, without a trailing dot, in presentation form. */
  readonly name: string;
  readonly type: string;
  /** What we say. */
  readonly expect: SecurityStatus;
  /** We say it under `--allow-sha1`; without it the answer is insecure (RFC 9905). */
  readonly allowSha1?: true;
  /** Where others are known to see it differently; `because` says why we do not follow. */
  readonly others?: Partial<Readonly<Record<Judge, SecurityStatus>>>;
  readonly because?: string;
}

/** A zone with what is asked about it. */
export interface Trial {
  readonly rows: readonly ZoneRow[];
  readonly questions: readonly Question[];
}
