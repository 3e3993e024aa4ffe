/** `set acl_m_x = text` and `set,t acl_m_x = text`: an ACL variable for the lines that follow, tainted with `,t`. */
import { after, expand, type Later, parseExpansion } from '../../expand/index.ts';
import type { CommandHost } from '../create.ts';

const SET = /^set(,t)? +([^\s=]+)\s*=\s*(.*)$/s;
const VARIABLE = /^acl_[cm](?:\d|_)[A-Za-z0-9_]*$/;

/** @returns what is said of it; undefined: the line sets nothing */
export function setVariable(line: string, host: CommandHost): Later<string> | undefined {
  const [, taint, name, text] = SET.exec(line) ?? [];
  if (name === undefined) return undefined;
  if (!VARIABLE.test(name))
    return `Failed: invalid variable name "${name}": it must be acl_c or acl_m, then a digit or underscore`;
  return after(expand(parseExpansion(text!), host), (outcome) => {
    if (outcome.kind !== 'text') return `Failed: ${outcome.message}`;
    host.set(name, outcome.text, taint !== undefined || outcome.tainted);
    return `variable ${name.slice('acl_'.length)} set`;
  });
}
