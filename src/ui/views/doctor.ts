/** An examination of this host: a line an exam, then what to mend. */
import type { DoctorData, ExamName } from '../../core/doctor/index.ts';
import type { Parts, View } from '../types.ts';
import { headline, MARKS, mendLines, partLines, partsOf, section } from './overview.ts';

export const doctorView: View<DoctorData> = (envelope, paint, verbosity) => {
  const { data, verdict } = envelope;
  const head = `${paint.mark(MARKS[verdict])} ${paint.strong('this host')}: ${headline(envelope)}`;
  const mend = mendLines(envelope, undefined, paint, verbosity);
  if (verbosity < 0) return [head, ...mend].join('\n');
  return [head, ...partLines(data.exams, TITLES, paint), ...section('What to mend', mend, paint)].join('\n');
};

export const doctorParts: Parts<DoctorData> = ({ exams }) => partsOf(exams, TITLES);

const TITLES: Readonly<Record<ExamName, string>> = {
  resolver: 'Resolver',
  clock: 'Clock',
  addresses: 'Addresses',
  ehlo: 'EHLO name',
  outward: 'Port 25 out',
  certificates: 'Trust roots',
  runtime: 'Runtime',
  configuration: 'Settings',
};
