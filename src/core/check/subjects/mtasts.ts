/** Would a sender that goes by MTA-STS deliver (RFC 8461)? The handshakes are those of the DANE check. */
import type { Finding } from '../../../base/index.ts';
import { checkMtaSts, type MtaStsCheckData, type MtaStsStatus } from '../../mtasts/index.ts';
import { shareProbes } from '../../tls/index.ts';
import type { Site } from '../site.ts';
import type { MtaStsFacts, SubjectReport } from '../types.ts';
import type { SubjectDef } from './types.ts';

export const mtasts: SubjectDef<'mtasts'> = { name: 'mtasts', withoutMail: false, look };

/** What MX and DANE tell as their own. */
const TOLD_ELSEWHERE = /^mtasts\.(mx\.(unreachable|lookup-failed|none|implicit|many|no-address)|dane\..*)$/;

async function look({ question, ports }: Site): Promise<SubjectReport<MtaStsFacts>> {
  const { family, ehlo, timeoutMs, domain } = question;
  const { data, findings } = await checkMtaSts(
    { ...ports, resolver: ports.informed, probe: shareProbes(ports.probe) },
    domain,
    { ehlo, timeoutMs, ...(family !== undefined && { family }) },
  );
  const own = findings.filter(({ id }) => !TOLD_ELSEWHERE.test(id));
  const isBad = own.some(({ severity }) => severity === 'error');
  const facts = factsOf(data);
  return {
    findings: own,
    summary: `${SUMMARY[facts.status]}${isBad ? ', and senders that go by it see faults' : ''}`,
    facts,
    ...(!isBad && leavesOpen(findings) && { verdict: 'unknown' }),
    ...proposals(data),
  };
}

const SUMMARY: Readonly<Record<MtaStsStatus, string>> = {
  enforce: 'enforced',
  testing: 'in testing mode',
  none: 'taken back (mode none)',
  absent: 'no policy',
  unusable: 'not as it must be, which is as none',
  unknown: 'could not be found out',
};

const leavesOpen = (findings: readonly Finding[]): boolean =>
  findings.some(({ id, severity }) => severity === 'unknown' && TOLD_ELSEWHERE.test(id));

function factsOf({ status, record, hosts }: MtaStsCheckData): MtaStsFacts {
  return {
    status,
    ...(record.id !== undefined && { id: record.id }),
    hosts: hosts.map(({ name, covered }) => ({ name, ...(covered !== undefined && { covered }) })),
  };
}

/** The record, and the file that goes with it. */
function proposals({ publish, status }: MtaStsCheckData): Pick<SubjectReport<unknown>, 'publish' | 'files'> {
  if (publish === undefined || status === 'unknown') return {};
  const why = `it goes with the file at ${publish.url}`;
  return {
    files: [{ url: publish.url, text: publish.policy }],
    publish: publish.records.flatMap((line) => {
      const [name, type, text] = /^(\S+?)\.? IN (\S+) (.+)$/.exec(line)?.slice(1) ?? [];
      return text === undefined ? [] : [{ name: name!, type: type!, data: text, why }];
    }),
  };
}
