/** Rows of the findings registry: short to write, one a thing that can be said. */
import { type FindingDef, findingRows } from '../../../base/index.ts';

export { say } from '../../../base/index.ts';

export const row = findingRows('ocsp');

/** A row for each code: the finding is named by the code. */
export type Rows<Code extends string> = Readonly<Record<Code, FindingDef>>;
