/** What is true of each certificate the lab has issued, by its serial: what responder and lists are made from. */
import type { AuthorityName } from '../ca/index.ts';
import type { Standing } from './types.ts';

export interface Standings {
  /** From now on; an earlier word about the same certificate is forgotten. */
  note(issuer: AuthorityName, serial: Uint8Array, mood: string): void;
  moodOf(serialHex: string): string | undefined;
  /** All of one issuer. */
  of(issuer: AuthorityName): readonly Standing[];
}

export function createStandings(): Standings {
  const all = new Map<string, Standing & { readonly issuer: AuthorityName }>();
  return {
    note(issuer, serial, mood) {
      all.set(hexOf(serial), { issuer, serial, mood });
    },
    moodOf: (serialHex) => all.get(serialHex)?.mood,
    of: (issuer) => [...all.values()].filter((standing) => standing.issuer === issuer),
  };
}

/** Lower case, without leading zeros, as core/ocsp writes serials. */
export function hexOf(serial: Uint8Array): string {
  return Buffer.from(serial)
    .toString('hex')
    .replace(/^0+(?=.)/, '');
}
