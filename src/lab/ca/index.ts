/**
 * ca: the lab's certificate authority.
 *
 * A root, an intermediate under it that signs every leaf, and a stranger that signs none. Leaves come with the chain
 * arranged as asked (chain-shapes.ts), expired, oversized or for other names. Nothing here is kept: each start of the
 * lab has its own authority, and its keys die with the process.
 */
export type { Authority } from './authority.ts';
export { type Credential, createLabCa, type LabCa, type LeafSpec } from './ca.ts';
export type { ChainShape } from './chain-shapes.ts';
