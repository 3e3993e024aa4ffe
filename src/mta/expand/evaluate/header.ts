/** `$h_name:` and its kin (Exim spec §11.3); without a message every header is the empty string. */
import type { HeaderNode } from '../ast.ts';
import type { Later, Outcome } from '../outcome.ts';
import type { Run } from '../run.ts';

export const evaluateHeader = ({ name, form }: HeaderNode, run: Run): Later<Outcome> =>
  run.host.headers.insert(name, form);
