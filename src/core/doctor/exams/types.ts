/** A row of the registry: one exam, in a file of its own. */
import type { DoctorPorts, DoctorQuestion, ExamFacts, ExamName, ExamReport } from '../types.ts';

export interface ExamDef<Name extends ExamName> {
  readonly name: Name;
  /** Never rejects for an expected failure. */
  readonly examine: (question: DoctorQuestion, ports: DoctorPorts) => Promise<ExamReport<ExamFacts[Name]>>;
}
