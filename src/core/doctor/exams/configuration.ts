/** Which settings are in force that nobody typed. */
import { say } from '../../../base/index.ts';
import * as rows from '../findings/registry.ts';
import type { DoctorPorts, ExamFacts, ExamReport } from '../types.ts';
import type { ExamDef } from './types.ts';

export const configuration: ExamDef<'configuration'> = {
  name: 'configuration',
  examine: async (_question, ports) => examine(ports),
};

function examine({ host: { environment } }: DoctorPorts): ExamReport<ExamFacts['configuration']> {
  const names = environment.join(', ');
  return {
    findings: environment.length === 0 ? [] : [say(rows.settings, { detail: names })],
    summary: environment.length === 0 ? 'nothing is set in the environment' : names,
    facts: { environment },
  };
}
