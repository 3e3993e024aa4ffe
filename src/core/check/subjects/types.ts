/** A row of the registry: one subject of a check, in a file of its own. */
import type { Site } from '../site.ts';
import type { SubjectFacts, SubjectName, SubjectReport } from '../types.ts';

export interface SubjectDef<Name extends SubjectName> {
  readonly name: Name;
  /** Of a domain that takes no mail: is there something to look at? */
  readonly withoutMail: boolean;
  /** Never rejects for an expected failure. */
  readonly look: (site: Site) => Promise<SubjectReport<SubjectFacts[Name]>>;
}
