/** Are there trust roots to verify certificates by? */
import { say } from '../../../base/index.ts';
import * as rows from '../findings/registry.ts';
import type { DoctorPorts, ExamReport, RootsFacts } from '../types.ts';
import type { ExamDef } from './types.ts';

export const certificates: ExamDef<'certificates'> = {
  name: 'certificates',
  examine: async (_, ports) => examine(ports),
};

function examine({ host: { roots } }: DoctorPorts): ExamReport<RootsFacts> {
  const { count, expired, source, error } = roots;
  const facts = { facts: roots };
  if (count === 0)
    return {
      ...facts,
      findings: [say(rows.rootsMissing, error === undefined ? {} : { detail: error })],
      summary: 'no trust roots',
    };
  const detail = `${count}${expired === 0 ? '' : `, ${expired} of them past their dates`}`;
  const def = source === 'bundled' ? rows.rootsBundled : rows.rootsGood;
  return { ...facts, findings: [say(def, { detail })], summary: `${count} trust roots, ${SOURCES[source]}` };
}

const SOURCES = { given: 'as given', system: 'of the system', bundled: 'of Node' } as const;
