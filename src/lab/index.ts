/**
 * lab: a mini-internet on loopback, to try every command with no network and no root.
 *
 * One process holds a signed root, two top-level domains, a mail domain for everything that goes right or wrong
 * (world/), certificate authorities (ca/), mail servers in every mood (smtp/), name servers (dns/), and a web server with
 * what certificates point at: issuers, an OCSP responder, CRLs (web/). Zones hold documentation addresses (RFC 5737, RFC
 * 3849); a connect map leads every dial of a client to loopback ports, and what it does not know to a closed one. Commands
 * reach a running lab over its control channel (control/); certificates, proofs and lists are files in its folder as well.
 *
 * Each row of the catalogue states what a right check says of it; the tests hold the checks to it. A domain is broken by
 * building it again from a changed row, and mended by building it from its own.
 *
 * It delivers no mail, keeps nothing between starts, and is no place for secrets: all its keys die with the process.
 */

export { CRL_URL, OCSP_URL } from './ca/index.ts';
export {
  askLab,
  LAB_DIR_HELP,
  type LabError,
  type LabErrorCode,
  type LabFolder,
  type LabRequest,
  type LabStatus,
  labFolderAt,
  openLabFolder,
} from './control/index.ts';
export { formatEnv, LAB_RESOLVER, type Shell } from './env.ts';
export { type Lab, type LabOptions, startLab } from './lab.ts';
export { type RunningLab, runLab } from './run.ts';
export { CRL_MOODS, DELIVERIES, OCSP_MOODS } from './web/index.ts';
export { MAX_BULK_DOMAINS } from './world/bulk.ts';
export { CATALOGUE, FAMILIES } from './world/catalogue.ts';
export { DEFAULT_FAULT, FAULTS, type Fault } from './world/faults.ts';
export type { DomainRow, Expectation } from './world/types.ts';
