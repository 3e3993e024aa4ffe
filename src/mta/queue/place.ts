/** Where the spool is: as the configuration has it, or, without one, under the user's own state. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** `$XDG_STATE_HOME/mxray/spool`, else `~/.local/state/mxray/spool` (XDG base directory specification). */
export function ownSpoolDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_STATE_HOME: named } = env;
  const state = named !== undefined && isAbsolute(named) ? named : join(homedir(), '.local', 'state');
  return join(state, 'mxray', 'spool');
}
