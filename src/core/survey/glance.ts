/**
 * The short look at a server's TLS: what handshakes that were made for another reason tell of it, and one hello more, which
 * asks for the versions nobody should offer. `survey` is the long one.
 */
import { type Finding, noTrace, type Random, type Scope, type Trace } from '../../base/index.ts';
import type { Net } from '../net/index.ts';
import type { ProbeOutcome, ProbeTarget } from '../tls/index.ts';
import { say } from './findings/define.ts';
import * as offers from './findings/offers.ts';
import * as reach from './findings/reach.ts';
import { offerOf, usual } from './offers.ts';
import { VERSIONS, versionName } from './registry/versions.ts';
import { createSpeaker } from './speaker.ts';
import type { VersionReport } from './types.ts';

export interface Glimpse {
  /** Of one address; at least one. */
  readonly outcomes: readonly ProbeOutcome[];
  /** What came of `askOldVersion`, where it was asked. */
  readonly old?: VersionReport;
}

export interface OldVersionPorts {
  readonly net: Net;
  readonly random: Random;
  readonly trace?: Trace;
}

/** With a second try where the first met with silence. */
const MAX_CONNECTIONS = 3;

/** One hello that offers TLS 1.1 at most: whoever takes it, or answers with less, still speaks what RFC 8996 withdrew. */
export async function askOldVersion(
  target: ProbeTarget,
  { net, random, trace = noTrace }: OldVersionPorts,
): Promise<VersionReport> {
  const { timeoutMs, serverName } = target;
  const limits = { maxConnections: MAX_CONNECTIONS, deadlineMs: timeoutMs, pauseMs: 0 };
  const speaker = createSpeaker({ target, net, random, trace, ...limits });
  const outcome = await speaker.ask(offerOf('TLSv1.1', { serverName, ...usual('TLSv1.1') }));
  const version = 'TLSv1.1';
  switch (outcome.kind) {
    case 'chosen': {
      const chosen = versionName(outcome.flight.hello.version);
      const isOld = outcome.flight.hello.version <= VERSIONS['TLSv1.1'];
      return { version, offered: isOld ? 'yes' : 'no', detail: `it answers with ${chosen}` };
    }
    case 'refused':
      return { version, offered: 'no', detail: outcome.by };
    case 'silence':
      return { version, offered: 'no', detail: 'it says nothing' };
    case 'unavailable':
      return { version, offered: 'unknown', detail: outcome.why };
  }
}

/** Nothing is said of an address where nobody came as far as TLS for reasons of the network. */
export function judgeGlimpse({ outcomes, old }: Glimpse, scope: Scope): readonly Finding[] {
  const spoken = outcomes.flatMap((one) => (one.kind === 'tls' ? [one.protocol] : []));
  const failures = outcomes.flatMap((one) => failure(one, scope));
  if (spoken.length === 0) return failures.slice(0, 1);
  const isCurrent = spoken.some((version) => version === 'TLSv1.2' || version === 'TLSv1.3');
  return [...judgeVersions(spoken, scope), ...failures, ...(isCurrent ? judgeOld(old, scope) : [])];
}

function failure(outcome: ProbeOutcome, scope: Scope): readonly Finding[] {
  switch (outcome.kind) {
    case 'no-starttls':
      return [say(reach.noStartTls, { scope })];
    case 'starttls-refused':
      return [say(reach.startTlsRefused, { scope, detail: outcome.reply })];
    case 'no-such-key':
    case 'tls-failed':
      return [say(reach.handshakeFails, { scope, detail: outcome.error.message })];
    case 'protocol-error':
      // What was said in clear behind the go-ahead for TLS breaks TLS, and not the protocol before it.
      return outcome.stage === 'starttls' ? [say(reach.handshakeFails, { scope, detail: outcome.detail })] : [];
    default:
      return [];
  }
}

function judgeVersions(spoken: readonly string[], scope: Scope): readonly Finding[] {
  const detail = [...new Set(spoken)].sort().reverse().join(', ');
  if (spoken.includes('TLSv1.3')) return [say(offers.versions, { scope, detail })];
  if (spoken.includes('TLSv1.2')) return [say(offers.versions, { scope, detail }), say(offers.no13, { scope })];
  return [say(offers.noCurrent, { scope, detail })];
}

const judgeOld = (old: VersionReport | undefined, scope: Scope): readonly Finding[] =>
  old?.offered === 'yes'
    ? [say(offers.oldVersion, { scope, ...(old.detail !== undefined && { detail: old.detail }) })]
    : [];
