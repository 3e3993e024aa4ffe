/** A file named from outside: Exim opens none, logs which, and has no reason left for who asked. */
import { type Failure, failed } from '../expand/index.ts';

const BEFORE = 'Tainted filename for search: ';

export const taintedFile = (path: string): Failure => failed(`${BEFORE}'${path}'`);

/** Is it what `taintedFile` made? */
export const isTaintedFile = ({ message }: Failure): boolean => message.startsWith(BEFORE);
