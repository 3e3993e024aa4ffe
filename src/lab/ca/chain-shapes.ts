/**
 * How a server arranges the certificates it sends. Real servers do all of these; a client that judges what was sent,
 * and not what its TLS library made of it, must see each as it is.
 */
import type { Authority } from './authority.ts';

export type ChainShape = keyof typeof CHAIN_SHAPES;

export interface ChainParts {
  readonly leaf: Uint8Array;
  readonly intermediate: Authority;
  readonly root: Authority;
  /** A CA that has nothing to do with the leaf. */
  readonly stranger: Authority;
}

/** DER, in the order sent; the leaf comes first in each (RFC 8446 §4.4.2 demands no more). */
export function arrangeChain(shape: ChainShape, parts: ChainParts): readonly Uint8Array[] {
  return CHAIN_SHAPES[shape](parts);
}

const CHAIN_SHAPES = {
  /** As it should be: what a client with the root needs. */
  usual: ({ leaf, intermediate }: ChainParts) => [leaf, intermediate.certificate],
  'with-root': ({ leaf, intermediate, root }: ChainParts) => [leaf, intermediate.certificate, root.certificate],
  'leaf-only': ({ leaf }: ChainParts) => [leaf],
  unordered: ({ leaf, intermediate, root }: ChainParts) => [leaf, root.certificate, intermediate.certificate],
  duplicate: ({ leaf, intermediate }: ChainParts) => [leaf, intermediate.certificate, intermediate.certificate],
  unrelated: ({ leaf, intermediate, stranger }: ChainParts) => [leaf, stranger.certificate, intermediate.certificate],
} as const satisfies Record<string, (parts: ChainParts) => readonly Uint8Array[]>;
