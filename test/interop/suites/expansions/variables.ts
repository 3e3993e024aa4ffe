/** Every variable once: its value where nothing has happened, and whether it is defined. */
import { expansionNames } from '../../../../src/mta/expand/index.ts';

/** Names of 4.85, and of versions behind 4.96; and those that Debian builds Exim without. */
const NOT_THERE =
  /^(?:tpda_|dmarc_|arc_|atrn_|proxy_(?:host|target)_|spf_used_domain$|recipients_list$|sender_helo_verified$|connection_id$)/;

/** What differs from program to program, from one moment to the next, and with the version. */
const OF_THE_PROGRAM =
  /^(?:exim_(?:path|uid|gid|version)|version_number|compile_(?:date|number)|pid|load_average|tod_.*|(?:spool|log)_(?:inodes|space))$/;

export interface VariableLines {
  readonly names: readonly string[];
  readonly lines: readonly string[];
  /** Not in this Exim. */
  readonly absent: readonly string[];
  /** Asked, and not compared by their value. */
  readonly own: readonly string[];
}

export function variableLines(): VariableLines {
  const { variables } = expansionNames();
  const absent = variables.filter((name) => NOT_THERE.test(name));
  const names = variables.filter((name) => !NOT_THERE.test(name));
  const own = names.filter((name) => OF_THE_PROGRAM.test(name));
  const lines = names.flatMap((name) => [
    own.includes(name) ? `<\${if def:${name}{y}{n}}>` : `<$${name}>`,
    `\${if def:${name}{y}{n}}`,
  ]);
  return { names, lines, absent, own };
}
