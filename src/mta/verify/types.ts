/** What verification is asked, and what a callout needs to know. */
import type { Result } from '../../base/index.ts';
import type { Resolver } from '../../core/dns/index.ts';
import type { CalloutOptions, VerifyAnswer, VerifyQuestion } from '../acl/index.ts';
import type { Configuration } from '../config/index.ts';
import type { ExpansionHost, Later } from '../expand/index.ts';
import type { NamesPort } from '../match/index.ts';
import type { Routed, RouteWorld } from '../route/index.ts';
import type { CalloutCache } from './cache.ts';
import type { CalloutNet } from './callout.ts';

export interface VerifierOptions {
  readonly configuration: Configuration;
  readonly resolver: () => Later<Result<Resolver, { readonly message: string }>>;
  readonly names: Pick<NamesPort, 'addressesOf'>;
  readonly localAddresses: () => readonly string[];
  readonly searchDomains: () => Later<readonly string[]>;
  /** The network, opened when it is first wanted. Absent: hosts are not asked, and what routing says is enough. */
  readonly callouts?: () => Later<CalloutNet | undefined>;
  readonly cache: CalloutCache;
  readonly log?: RouteWorld['log'];
  readonly fileAs?: RouteWorld['fileAs'];
}

/** Whose session asks. */
export interface VerifyParty {
  readonly host: ExpansionHost;
  /** The envelope sender. */
  readonly sender: string;
  /** Of the message that has come, whole. */
  readonly fields: readonly string[];
  readonly activeHostname: string;
}

export type Verify = (question: VerifyQuestion) => Later<VerifyAnswer>;

/** What a callout needs to know. */
export interface CalloutTask {
  readonly options: VerifierOptions;
  readonly party: VerifyParty;
  readonly question: VerifyQuestion;
  readonly callout: CalloutOptions;
  readonly address: string;
  readonly routed: Routed;
}
