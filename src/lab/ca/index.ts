/**
 * ca: the lab's certificate authorities.
 *
 * A root and an intermediate that issue for most hosts, the same in RSA, a pair cross-signed by an old root, and CAs with
 * something wrong (hierarchy.ts). Leaves come with the chain arranged as asked (chain-shapes.ts), expired, oversized, for
 * other names, or whatever a template says. Nothing here is kept: each start of the lab has its own authorities, and
 * their keys die with the process.
 */
export type { Authority, AuthorityName } from './authority.ts';
export { type Credential, createLabCa, type LabCa, type LeafSpec, type StatusSource } from './ca.ts';
export type { ChainShape } from './chain-shapes.ts';
export { AUTHORITIES, type Authorities } from './hierarchy.ts';
export { CA_URL, CRL_URL, OCSP_URL, WEB_HOST } from './urls.ts';
