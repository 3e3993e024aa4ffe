/** Where does the mail go, and is somebody there (RFC 5321 §5.1, RFC 7505)? */
import { addressFamily, type Finding } from '../../../base/index.ts';
import type { HostReport } from '../../dane/index.ts';
import { type Answer, RR } from '../../dns/index.ts';
import { isPrivate } from '../../reverse/index.ts';
import { say } from '../findings/define.ts';
import { mxAddress, mxAlias, mxFound, mxPrivate, mxUnknown } from '../findings/registry.ts';
import type { MailLook, Site } from '../site.ts';
import type { MxFacts, SubjectReport } from '../types.ts';
import { findingsOf } from './dane-findings.ts';
import type { SubjectDef } from './types.ts';

export const mx: SubjectDef<'mx'> = { name: 'mx', withoutMail: true, look };

async function look(site: Site): Promise<SubjectReport<MxFacts>> {
  const mail = await site.mail();
  const facts = factsOf(mail);
  const problems = [
    ...findingsOf('mx', mail.findings).map(countsHere),
    ...(await Promise.all(mail.data.hosts.map((host) => oddities(host, site)))).flat(),
  ];
  if (facts.kind === 'unknown' && problems.length === 0)
    problems.push(say(mxUnknown, { scope: { domain: site.question.domain } }));
  const isGood = facts.hosts.length > 0 && problems.every(({ severity }) => severity === 'info');
  const found = isGood ? [say(mxFound, { scope: { domain: site.question.domain }, detail: listOf(facts) })] : [];
  return { findings: [...found, ...problems], summary: summaryOf(facts), facts };
}

/** An address that was not seen is not known, whether DANE binds or not. */
function countsHere(finding: Finding): Finding {
  return /^dane\.host\.(unreachable|timeout|refused|protocol)$/.test(finding.id)
    ? { ...finding, severity: 'unknown' }
    : finding;
}

function factsOf({ data, visits }: MailLook): MxFacts {
  return {
    kind: data.mx?.kind ?? 'unknown',
    hosts: data.hosts.map(({ name, preference }) => ({
      name,
      ...(preference !== undefined && { preference }),
      addresses: visits
        .filter(({ host }) => host.name === name)
        .map(({ ip, outcomes }) => ({ ip, answers: outcomes.some(({ kind }) => !SILENT.has(kind)) })),
    })),
  };
}

const SILENT: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'greeting-refused', 'protocol-error']);

async function oddities(host: HostReport, { ports, question }: Site): Promise<readonly Finding[]> {
  const scope = { domain: question.domain, mx: host.name };
  if (addressFamily(host.name) === 4) return [say(mxAddress, { scope })];
  const hidden = host.addresses.filter(({ ip }) => isPrivate(ip)).map(({ ip }) => ip);
  const target = await aliasOf(host, ports.resolver);
  return [
    ...(target === undefined ? [] : [say(mxAlias, { scope, detail: `${host.name} is an alias of ${target}` })]),
    ...(hidden.length === 0 ? [] : [say(mxPrivate, { scope, detail: hidden.join(', ') })]),
  ];
}

/** Of the domain itself, where it is the host, the alias is no fault of an MX record. */
async function aliasOf({ name, preference }: HostReport, resolver: Site['ports']['resolver']) {
  if (preference === undefined) return undefined;
  const looked = await resolver.lookup(name, RR.A); // asked before, by the DANE check
  const answer: Answer | undefined = looked.ok ? looked.value : undefined;
  return answer === undefined || answer.aliases.length === 0 ? undefined : answer.canonicalName;
}

function summaryOf(facts: MxFacts): string {
  switch (facts.kind) {
    case 'null':
      return 'takes no mail, and says so';
    case 'none':
      return 'the domain does not exist';
    case 'unknown':
      return 'could not be looked up';
    case 'implicit':
      return `no MX record: the domain itself is the host${answering(facts)}`;
    case 'mx':
      return `${listOf(facts)}${answering(facts)}`;
  }
}

function listOf({ hosts }: MxFacts): string {
  const names = hosts.map(({ name }) => name);
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

function answering({ hosts }: MxFacts): string {
  const all = hosts.flatMap(({ addresses }) => addresses);
  if (all.length === 0) return ', without an address to connect to';
  const count = all.filter(({ answers }) => answers).length;
  const of = `${all.length} address${all.length === 1 ? '' : 'es'}`;
  return count === all.length ? `, ${of}` : `, ${count} of ${of} answer`;
}
