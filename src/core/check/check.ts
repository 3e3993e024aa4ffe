/**
 * One report over everything a mail domain shows: every subject at once, their findings in the order of what to mend first,
 * and the records to publish.
 */
import { byWeight, countBySeverity, type Report, type Verdict, verdictOf } from '../../base/index.ts';
import { createSite, type Site } from './site.ts';
import { subjects } from './subjects/registry.ts';
import type { SubjectDef } from './subjects/types.ts';
import type {
  CheckData,
  CheckPorts,
  CheckQuestion,
  Proposal,
  SubjectData,
  SubjectFacts,
  SubjectName,
  SubjectReport,
  Subjects,
} from './types.ts';
import { zoneLines } from './zone.ts';

/** What a subject came to. */
interface Seen {
  readonly name: SubjectName;
  readonly report: SubjectReport<SubjectFacts[SubjectName]>;
}

export async function checkDomain(question: CheckQuestion, ports: CheckPorts): Promise<Report<CheckData>> {
  const site = createSite(question, ports);
  const rows = Object.values(subjects) as readonly SubjectDef<SubjectName>[];
  const all = await Promise.all(rows.map((row) => lookAt(row, site)));
  const seen = await worthTelling(all, site);
  const publish = seen.flatMap(({ name, report }) =>
    (report.publish ?? []).map((line): Proposal => ({ subject: name, ...line })),
  );
  return {
    findings: byWeight(seen.flatMap(({ report }) => report.findings)),
    data: {
      domain: question.domain,
      subjects: dataOf(seen),
      publish,
      files: seen.flatMap(({ report }) => report.files ?? []),
      zone: zoneLines(publish),
    },
  };
}

async function lookAt(row: SubjectDef<SubjectName>, site: Site): Promise<Seen> {
  const report = await row.look(site);
  const { summary } = report;
  site.ports.onEvent?.({ kind: 'done', subject: row.name, verdict: verdictFor(report), summary });
  return { name: row.name, report };
}

const verdictFor = ({ findings, verdict }: SubjectReport<unknown>): Verdict => verdict ?? verdictOf(findings);

/** Of a domain that does not exist there is one thing to say; of one that takes no mail, nothing of its hosts. */
async function worthTelling(all: readonly Seen[], { mail }: Site): Promise<readonly Seen[]> {
  const kind = (await mail()).data.mx?.kind;
  if (kind === 'none') return all.filter(({ name }) => name === 'mx');
  return kind === 'null' ? all.filter(({ name }) => subjects[name].withoutMail) : all;
}

function dataOf(seen: readonly Seen[]): Subjects {
  const rows = seen.map(({ name, report }): [SubjectName, SubjectData<unknown & object>] => {
    const { findings, summary, facts } = report;
    return [name, { verdict: verdictFor(report), summary, counts: countBySeverity(findings), ...facts }];
  });
  return Object.fromEntries(rows) as Subjects;
}
