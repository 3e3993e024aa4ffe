/** Servers tried in turn, each address of each host, until one speaks with us. */

import type { Failure } from '../../base/index.ts';
import { type Conversation, converse, type Mail, type MailResult, type Outcome, outcomeText } from '../smtp/index.ts';
import { type RouteErrorCode, type RouteHost, routeTo } from './route.ts';
import { type Place, type Trust, trustFor } from './trust.ts';
import type { SendJob, SendPorts } from './types.ts';

export interface Attempt {
  readonly host: string;
  readonly address: string;
  readonly port?: number;
  readonly conversation: Conversation;
}

export interface Tried {
  readonly attempts: readonly Attempt[];
  /** Why no server was even tried. */
  readonly failure?: Failure<RouteErrorCode | 'send/no-address' | 'send/not-trusted'>;
}

/** Dials of one run. */
const MAX_ATTEMPTS = 16;

export interface Hop {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly trust: Exclude<Trust, { readonly refusal: string }>;
}

/** @param talk  one conversation with a server */
export async function tryServers(job: SendJob, ports: SendPorts, talk: Talk): Promise<Tried> {
  const { destination } = job;
  if (destination.kind === 'socket') {
    const hop: Hop = { host: destination.path, address: destination.path, port: 0, trust: { tls: job.plan.tls } };
    return { attempts: [await attempt(hop, talk)] };
  }
  const routed = await hostsOf(job, ports);
  if ('failure' in routed) return { attempts: [], failure: routed.failure };
  const attempts: Attempt[] = [];
  let failure: Tried['failure'];
  for (const { name } of routed.hosts) {
    const place: Place = {
      host: name,
      port: destination.port,
      isProven: routed.isSecure,
      ...(job.recipientDomain !== undefined && { domain: job.recipientDomain }),
    };
    const found = await addressesOf(place, job, ports);
    if ('failure' in found) {
      failure = found.failure;
      continue;
    }
    for (const address of found.addresses) {
      if (attempts.length >= MAX_ATTEMPTS) break;
      const tried = await attempt({ host: name, address, port: destination.port, trust: found.trust }, talk);
      attempts.push(tried);
      if (!shouldGoOn(tried.conversation.outcome)) return { attempts };
    }
  }
  return { attempts, ...(failure !== undefined && { failure }) };
}

export type Talk = (hop: Hop) => Promise<Conversation>;

async function attempt(hop: Hop, talk: Talk): Promise<Attempt> {
  const { host, address, port } = hop;
  return { host, address, ...(port > 0 && { port }), conversation: await talk(hop) };
}

async function hostsOf(
  { destination }: SendJob,
  ports: SendPorts,
): Promise<{ hosts: readonly RouteHost[]; isSecure: boolean } | { failure: NonNullable<Tried['failure']> }> {
  if (destination.kind !== 'domain')
    return { hosts: [{ name: destination.kind === 'server' ? destination.host : '' }], isSecure: true };
  const route = await routeTo(destination.domain, ports);
  return route.ok ? route.value : { failure: route.error };
}

async function addressesOf(place: Place, job: SendJob, ports: SendPorts) {
  const trust = await trustFor(job.verify, job.plan.tls, place, ports);
  if ('refusal' in trust) {
    const { refusal: message, temporary } = trust;
    return { failure: { code: 'send/not-trusted', message, fault: 'peer', temporary } } as const;
  }
  const found = await ports.addressesOf(place.host, place.port);
  if (found.ok) return { addresses: found.value, trust };
  const { message, temporary } = found.error;
  return { failure: { code: 'send/no-address', message, fault: 'network', temporary } } as const;
}

/** RFC 5321 §5.1: to the next address where this one does not speak SMTP with us now. */
function shouldGoOn(outcome: Outcome): boolean {
  if (outcome.kind === 'unreachable') return true;
  if (outcome.kind === 'refused') return outcome.temporary && OPENING.has(outcome.stage);
  return (outcome.kind === 'timeout' || outcome.kind === 'closed') && OPENING.has(outcome.stage);
}

const OPENING: ReadonlySet<string> = new Set(['connect', 'greeting', 'ehlo', 'helo', 'lhlo']);

/** The conversation about one mail, or about as many as `nextMail` has. */
export function talkTo(
  hop: Hop,
  job: SendJob,
  ports: SendPorts,
  mails: {
    readonly nextMail: () => Mail | undefined;
    readonly onMail?: (result: MailResult) => void;
    readonly isFast: boolean;
  },
): Promise<Conversation> {
  const { trust } = hop;
  const serverName = job.tlsOptions.serverName ?? trust.serverName ?? hop.host;
  const verifyName = trust.verifyName === undefined ? {} : { verifyName: trust.verifyName };
  return converse(
    ports,
    { address: hop.address, port: hop.port, ...(job.source !== undefined && { source: job.source }) },
    {
      plan: { ...job.plan, tls: trust.tls },
      nextMail: mails.nextMail,
      ...(mails.onMail !== undefined && { onMail: mails.onMail }),
      tlsOptions: { ...job.tlsOptions, serverName, ...verifyName },
      ...(trust.judge !== undefined && { judge: trust.judge }),
      ...(trust.note !== undefined && { note: trust.note }),
      ...(job.preamble !== undefined && { preamble: job.preamble }),
      ...(job.capMs !== undefined && { capMs: job.capMs }),
      records: mails.isFast ? 'nothing' : job.showsContent ? 'content' : 'commands',
    },
  );
}

export const attemptText = ({ conversation }: Attempt): string => outcomeText(conversation.outcome);
