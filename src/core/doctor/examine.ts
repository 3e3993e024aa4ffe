/** The whole examination: every exam at once, its findings in the order of what to mend first. */
import { byWeight, countBySeverity, type Report, verdictOf } from '../../base/index.ts';
import { exams } from './exams/registry.ts';
import type { ExamDef } from './exams/types.ts';
import type { DoctorData, DoctorPorts, DoctorQuestion, ExamData, ExamName, Exams } from './types.ts';

export async function examineHost(question: DoctorQuestion, ports: DoctorPorts): Promise<Report<DoctorData>> {
  const rows = Object.values(exams) as readonly ExamDef<ExamName>[];
  const seen = await Promise.all(
    rows.map(async ({ name, examine }) => ({ name, report: await examine(question, ports) })),
  );
  const data = seen.map(({ name, report }): [ExamName, ExamData<object>] => {
    const { findings, summary, facts } = report;
    return [name, { verdict: verdictOf(findings), summary, counts: countBySeverity(findings), ...facts }];
  });
  return {
    findings: byWeight(seen.flatMap(({ report }) => report.findings)),
    data: { ehlo: question.ehlo, exams: Object.fromEntries(data) as unknown as Exams },
  };
}
