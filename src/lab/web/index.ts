/**
 * web: what the certificates of the lab point at, over HTTP: issuers (AIA), proofs (OCSP) and lists (CRL); and over HTTPS the
 * MTA-STS policies of its domains (policies.ts).
 *
 * Each certificate has a *standing* (standings.ts): a row of the moods of the responder (ocsp/moods.ts). The responder and
 * the lists of an issuer are made from the standings at each request. A mood in the path makes either answer in that mood
 * for any certificate, so that a command can try them all on one; a *delivery* (deliveries.ts) is how an answer comes when
 * it does not come as it should. Nothing is signed before somebody asks.
 */
import type { LabCa } from '../ca/index.ts';
import { createPublisher, type Publish } from './crl/publish.ts';
import { createResponder, type Respond } from './ocsp/respond.ts';
import { createSigners } from './ocsp/signers.ts';
import { startWebServer, type WebServer } from './server.ts';
import { createSite } from './site.ts';
import { createStandings, type Standings } from './standings.ts';

export { CRL_MOODS } from './crl/moods.ts';
export { DELIVERIES } from './deliveries.ts';
export { OCSP_MOODS } from './ocsp/moods.ts';
export { type PolicyServer, type PolicySite, startPolicyServer } from './policies.ts';
export { proofOf, serialOf } from './proof.ts';
export type { WebServer } from './server.ts';
export type { Standings } from './standings.ts';

/** What a certificate's status is made from, without a socket. */
export interface StatusService {
  readonly standings: Standings;
  /** The responder without HTTP, for servers that staple and for files. */
  readonly respond: Respond;
  /** The lists without HTTP. */
  readonly publish: Publish;
  readonly now: () => Date;
  /** Serves it. */
  listen(): Promise<WebServer>;
}

export interface StatusServiceOptions {
  /** How long slow deliveries wait, in milliseconds. */
  readonly slowMs: number;
  readonly now: () => Date;
}

export function createStatusService(ca: LabCa, { slowMs, now }: StatusServiceOptions): StatusService {
  const { authorities } = ca;
  const standings = createStandings();
  const respond = createResponder(authorities, createSigners(authorities, now()));
  const publish = createPublisher(authorities, standings);
  return {
    standings,
    respond,
    publish,
    now,
    listen: () => startWebServer(createSite({ authorities, standings, respond, publish, slowMs, now })),
  };
}
