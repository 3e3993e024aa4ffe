/** The name we say in EHLO: is it a full one, and does it lead to this host (RFC 5321 §4.1.1.1)? */

import type { Result } from '../../../base/index.ts';
import { type Finding, say } from '../../../base/index.ts';
import { addressTexts } from '../../dane/index.ts';
import { type Answer, type DnsError, parseName, RR } from '../../dns/index.ts';
import * as rows from '../findings/registry.ts';
import type { DoctorPorts, DoctorQuestion, ExamFacts, ExamReport } from '../types.ts';
import type { ExamDef } from './types.ts';

export const ehlo: ExamDef<'ehlo'> = { name: 'ehlo', examine };

async function examine(question: DoctorQuestion, ports: DoctorPorts): Promise<ExamReport<ExamFacts['ehlo']>> {
  const name = question.ehlo;
  const unfit = whyUnfit(name);
  if (unfit !== undefined) {
    const findings = [say(rows.ehloUnfit, { scope: { host: name }, detail: unfit })];
    return { findings, summary: `${name} ${unfit}`, facts: { name, addresses: [] } };
  }
  const { resolver, signal } = ports;
  const looked = await Promise.all(
    [RR.A, RR.AAAA].map((type) => resolver.lookup(name.toLowerCase(), type, signal && { signal })),
  );
  const addresses = looked.flatMap((one) =>
    one.ok && one.value.status !== 'bogus' ? addressTexts(one.value.records) : [],
  );
  const own = [...question.addresses, ...ports.host.addresses];
  return {
    findings: [judge(name, addresses, looked, own)],
    summary: `${name}${addresses.length === 0 ? ' has no address' : ` is ${addresses.join(', ')}`}`,
    facts: { name, addresses },
  };
}

/** One label, or none that a host may have (RFC 5321 §2.3.5). */
function whyUnfit(name: string): string | undefined {
  const parsed = parseName(name);
  if (!parsed.ok) return 'is no domain name';
  if (!parsed.value.includes('.')) return 'is one label alone';
  if (/(^|\.)(localhost|localdomain|local|invalid|internal|lan|home\.arpa)$/.test(parsed.value))
    return 'is a name that only this host knows';
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(parsed.value) ? undefined : 'has characters that host names have not';
}

function judge(
  name: string,
  addresses: readonly string[],
  looked: readonly Result<Answer, DnsError>[],
  own: readonly string[],
): Finding {
  const scope = { host: name };
  const detail = addresses.join(', ');
  const failed = looked.find((one) => !one.ok);
  const isBogus = looked.some((one) => one.ok && one.value.status === 'bogus');
  if (addresses.some((ip) => own.includes(ip))) return say(rows.ehloGood, { scope, detail });
  if (addresses.length > 0) return say(rows.ehloOther, { scope, detail });
  if (failed !== undefined && !failed.ok) return say(rows.ehloUnknown, { scope, detail: failed.error.message });
  return isBogus ? say(rows.ehloUnknown, { scope, detail: 'the answer is bogus' }) : say(rows.ehloNoAddress, { scope });
}
