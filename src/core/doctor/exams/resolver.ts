/** Each resolver by itself: does it answer, how fast, with EDNS, and what of DNSSEC comes through? */
import { type Clock, type Finding, type Result, say } from '../../../base/index.ts';
import { type Answer, type DnsError, type Reply, RR } from '../../dns/index.ts';
import * as rows from '../findings/registry.ts';
import type { DoctorPorts, ExaminedServer, ExamReport, ServerFacts } from '../types.ts';
import type { ExamDef } from './types.ts';

export const resolver: ExamDef<'resolver'> = { name: 'resolver', examine: (_question, ports) => examine(ports) };

const SLOW_MS = 300;
/** What every resolver has at hand. */
const AT_HAND = [RR.NS, RR.SOA, RR.DNSKEY] as const;

interface Seen {
  readonly facts: ServerFacts;
  readonly findings: readonly Finding[];
}

async function examine({
  servers,
  clock,
  host,
}: DoctorPorts): Promise<ExamReport<{ servers: readonly ServerFacts[] }>> {
  const seen = await Promise.all(servers.map((server) => examineServer(server, clock)));
  const problems = host.resolvConfProblems.map((detail) =>
    say(rows.resolvConf, { scope: { file: 'resolv.conf' }, detail }),
  );
  return {
    findings: [...seen.flatMap(({ findings }) => findings), ...problems],
    summary: seen.map(({ facts }) => summaryOf(facts)).join('; '),
    facts: { servers: seen.map(({ facts }) => facts) },
  };
}

async function examineServer({ label, exchange, resolver }: ExaminedServer, clock: Clock): Promise<Seen> {
  const scope = { host: label };
  const began = clock.monotonicMs();
  // CD is clear: a resolver that validates says so only then (RFC 6840 §5.8).
  const first = await exchange.ask({ name: '', type: RR.DNSKEY }, { dnssecOk: true, checkingDisabled: false });
  if (!first.ok) {
    const { message } = first.error;
    const facts = { server: label, answers: false, error: message };
    return { facts, findings: [say(rows.resolverSilent, { scope, detail: message })] };
  }
  const times = [clock.monotonicMs() - began];
  for (const type of AT_HAND) times.push(await timeOf(() => exchange.ask({ name: '', type }, PLAIN), clock));
  const root = await resolver.lookup('', RR.NS);
  return judge(label, first.value, Math.min(...times), root);
}

const PLAIN = { dnssecOk: false, checkingDisabled: false } as const;

async function timeOf(act: () => Promise<Result<unknown, unknown>>, clock: Clock): Promise<number> {
  const began = clock.monotonicMs();
  return (await act()).ok ? clock.monotonicMs() - began : Number.POSITIVE_INFINITY;
}

function judge(label: string, { message, withoutEdns }: Reply, quickest: number, root: Result<Answer, DnsError>): Seen {
  const scope = { host: label };
  const dnssec = dnssecOf(root);
  const validates = message.flags.ad;
  const latencyMs = Math.round(quickest * 10) / 10;
  const detail = root.ok ? root.value.reasons.at(-1)?.text : root.error.message;
  return {
    facts: { server: label, answers: true, latencyMs, dnssec, validates, edns: withoutEdns !== true },
    findings: [
      say(DNSSEC_ROWS[dnssec], { scope, ...(dnssec !== 'passes' && detail !== undefined && { detail }) }),
      say(validates ? rows.resolverValidates : rows.resolverTrusting, { scope }),
      ...(latencyMs > SLOW_MS ? [say(rows.resolverSlow, { scope, detail: `${latencyMs} ms at best` })] : []),
      ...(withoutEdns === true ? [say(rows.resolverNoEdns, { scope })] : []),
    ],
  };
}

const DNSSEC_ROWS = { passes: rows.resolverGood, strips: rows.resolverStrips, bogus: rows.resolverBogus } as const;

/** The root is signed for certain: whoever gives no signatures for it strips them. */
function dnssecOf(root: Result<Answer, DnsError>): NonNullable<ServerFacts['dnssec']> {
  if (root.ok && root.value.status === 'secure') return 'passes';
  return root.ok && root.value.status === 'bogus' ? 'bogus' : 'strips';
}

function summaryOf({ server, answers, latencyMs, dnssec, validates }: ServerFacts): string {
  if (!answers) return `${server} does not answer`;
  const words = {
    passes: validates === true ? 'validates' : 'passes DNSSEC on',
    strips: 'strips DNSSEC',
    bogus: 'gives bogus answers',
  };
  return `${server} ${words[dnssec!]}, ${latencyMs} ms`;
}
