import type { Later } from '../../expand/index.ts';
import type { DriverVerdict } from '../types.ts';
import type { Visit } from '../visit.ts';

/** A kind of router: what it does with an address whose preconditions hold. */
export type RouterDriver = (visit: Visit) => Later<DriverVerdict>;
