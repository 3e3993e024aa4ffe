/** Hashes over a body that goes by once: signatures with the same canonicalization and length share one. */
import { createHash, type Hash } from 'node:crypto';
import { type BodyCanonicalizer, createBodyCanonicalizer } from './canonical-body.ts';
import type { Canonicalization, HashName, Signature } from './types.ts';

export interface BodyDigest {
  readonly digest: Uint8Array;
  /** Of the whole canonical body, signed or not. */
  readonly octets: number;
}

export interface BodyHashes {
  push(octets: Uint8Array): void;
  end(): void;
  /** After the end. */
  of(wanted: HashedBody): BodyDigest;
}

export interface HashedBody extends Pick<Signature, 'body' | 'bodyLength'> {
  /** SHA-256 where it is not said. */
  readonly hash?: HashName;
}

export function createBodyHashes(wanted: readonly HashedBody[]): BodyHashes {
  const hashers = new Map<string, Hasher>();
  const canonicalizers = new Map<Canonicalization, BodyCanonicalizer>();
  for (const one of wanted)
    if (!hashers.has(keyOf(one)))
      hashers.set(keyOf(one), new Hasher(createHash(one.hash ?? 'sha256'), one.body, one.bodyLength));
  for (const how of new Set(wanted.map(({ body }) => body))) {
    const mine = [...hashers.values()].filter((hasher) => hasher.how === how);
    const only = mine.length === 1 ? mine[0]! : undefined;
    const hand =
      only !== undefined
        ? only.update
        : (octets: Uint8Array): void => {
            for (const one of mine) one.update(octets);
          };
    canonicalizers.set(how, createBodyCanonicalizer(how, hand));
  }
  return {
    push(octets) {
      for (const one of canonicalizers.values()) one.push(octets);
    },
    end() {
      for (const one of canonicalizers.values()) one.end();
    },
    of: (one) => hashers.get(keyOf(one))!.done(),
  };
}

const keyOf = ({ body, bodyLength, hash = 'sha256' }: HashedBody): string => `${hash} ${body} ${bodyLength ?? ''}`;

/** Small pieces are gathered: an update of the hash costs more than copying a line. */
const GATHERED_OCTETS = 16 * 1024;

class Hasher {
  readonly how: Canonicalization;
  private readonly limit: number;
  private readonly hash: Hash;
  private readonly gathered = Buffer.allocUnsafe(GATHERED_OCTETS);
  private filled = 0;
  private octets = 0;
  private result: BodyDigest | undefined;

  /** @param limit  l= of the signature (RFC 6376 §3.5) */
  constructor(hash: Hash, how: Canonicalization, limit = Number.POSITIVE_INFINITY) {
    this.hash = hash;
    this.how = how;
    this.limit = limit;
  }

  readonly update = (octets: Uint8Array): void => {
    const room = this.limit - this.octets;
    this.octets += octets.length;
    if (room <= 0) return;
    const signed = room >= octets.length ? octets : octets.subarray(0, room);
    if (this.filled + signed.length > GATHERED_OCTETS) this.empty();
    if (signed.length > GATHERED_OCTETS / 4) {
      this.empty();
      this.hash.update(signed);
      return;
    }
    this.gathered.set(signed, this.filled);
    this.filled += signed.length;
  };

  done(): BodyDigest {
    this.empty();
    this.result ??= { digest: this.hash.digest(), octets: this.octets };
    return this.result;
  }

  private empty(): void {
    if (this.filled > 0) this.hash.update(this.gathered.subarray(0, this.filled));
    this.filled = 0;
  }
}
