/** From a target to its mail hosts (RFC 5321 §5.1, RFC 7505, RFC 7672 §2.2.1). */
import type { Finding } from '../../base/index.ts';
import { type Answer, type Name, RCODE, RR } from '../dns/index.ts';
import { say } from './findings/define.ts';
import {
  mxBogus,
  mxFailed,
  mxImplicit,
  mxInsecure,
  mxMany,
  mxMissing,
  mxNull,
  mxNullAmong,
  mxSecure,
  mxUndecided,
} from './findings/domain.ts';
import { lookUp, type MxHost, mxHosts, whyNot } from './look-up.ts';
import type { CheckOptions, CheckPorts, DaneCheckData, Looked, Policy } from './types.ts';

/** More MX hosts than this are not looked at. */
export const MAX_HOSTS = 32;

export interface Discovery {
  /** Absent where the target is a host. */
  readonly mx?: DaneCheckData['mx'];
  readonly hosts: readonly { readonly name: Name; readonly preference?: number }[];
  /** Are the names of the hosts proven? Where they are not, no policy of a host binds senders (RFC 7672 §2.2.1). */
  readonly binds: boolean;
  /** Names a certificate may have beside the host's (RFC 7672 §3.2.2): the domain, and what its CNAME leads to. */
  readonly nextHops: readonly Name[];
  readonly looked: readonly Looked[];
  readonly findings: readonly Finding[];
  /** Settled without looking at any host. */
  readonly settled?: Policy;
}

export async function discoverHosts({ target }: CheckOptions, ports: CheckPorts): Promise<Discovery> {
  const nothing = { hosts: [], binds: true, nextHops: [], looked: [], findings: [] };
  if (target.kind === 'host') return { ...nothing, hosts: [{ name: target.name }] };
  const domain = target.name;
  const looked = await lookUp(ports, domain, RR.MX);
  const stop = whyStop(looked);
  if (stop !== undefined) {
    const findings = [say(stop, { scope: { domain }, detail: whyNot(looked) })];
    return { ...nothing, mx: { status: looked.status, kind: 'unknown' }, looked: [looked], findings, settled: 'defer' };
  }
  return { ...nothing, looked: [looked], ...readAnswer(domain, looked as Answered) };
}

type Answered = Extract<Looked, { answer: Answer }>;

/** RFC 7672 §2.1: what cannot be told from an attack is never a reason to go on without DANE. */
function whyStop({ status }: Looked) {
  if (status === 'failed') return mxFailed;
  if (status === 'bogus') return mxBogus;
  return status === 'indeterminate' ? mxUndecided : undefined;
}

type Read = Omit<Discovery, 'looked'>;

function readAnswer(domain: Name, looked: Answered): Read {
  const { status, answer } = looked;
  const scope = { domain };
  const common = { binds: status === 'secure', nextHops: [] };
  if (answer.rcode === RCODE.NXDOMAIN) {
    const findings = [say(mxMissing, { scope })];
    return { ...common, mx: { status, kind: 'none' }, hosts: [], findings, settled: 'none' };
  }
  const security = say(status === 'secure' ? mxSecure : mxInsecure, {
    scope,
    ...(status !== 'secure' && { detail: whyNot(looked) }),
  });
  const found = mxHosts(answer.records);
  if (found.length === 0) {
    const findings = [security, say(mxImplicit, { scope })];
    return { ...common, mx: { status, kind: 'implicit' }, hosts: [{ name: domain }], findings };
  }
  if (found.every(({ name }) => name === '')) {
    const findings = [say(mxNull, { scope })]; // RFC 7505 §3
    return { ...common, mx: { status, kind: 'null' }, hosts: [], findings, settled: 'none' };
  }
  return {
    ...common,
    mx: { status, kind: 'mx' },
    hosts: onceEach(found).slice(0, MAX_HOSTS),
    nextHops: status === 'secure' ? [...new Set([domain, answer.canonicalName])] : [],
    findings: [security, ...oddities(found, domain)],
  };
}

/** A host that is named twice is tried at its better preference. */
function onceEach(hosts: readonly MxHost[]): readonly MxHost[] {
  return hosts.filter(({ name }, i) => name !== '' && hosts.findIndex((other) => other.name === name) === i);
}

function oddities(found: readonly MxHost[], domain: Name): Finding[] {
  const scope = { domain };
  const isMixed = found.some(({ name }) => name === '');
  const count = onceEach(found).length;
  return [
    ...(isMixed ? [say(mxNullAmong, { scope })] : []),
    ...(count > MAX_HOSTS ? [say(mxMany, { scope, detail: `${MAX_HOSTS} of ${count} were looked at` })] : []),
  ];
}
