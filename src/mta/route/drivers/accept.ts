/** accept: every address that passes the preconditions (Exim spec ch. 16). */
import { after } from '../../expand/index.ts';
import { acceptWith, settleProps } from '../settle/accept.ts';
import type { RouterDriver } from './types.ts';

export const accept: RouterDriver = (visit) =>
  after(settleProps(visit), (props) => ('kind' in props ? props : acceptWith(visit, { props })));
