import { readList } from '../../../expand/index.ts';
import { placeName } from '../../engine/site.ts';
import { error, type TextCondition } from '../../rows.ts';
import { VERIFY_ROWS } from './registry.ts';
import type { VerifyRow } from './types.ts';

/** `verify = what/option/…`. */
export const verify: TextCondition = {
  name: 'verify',
  takes: 'text',
  test: ({ text, tainted }, run) => {
    const [first = '', ...options] = readList(`</${text}`).items;
    const found = rowOf(first);
    if (found === undefined) return error(unknown(text));
    const { row, value } = found;
    if (!row.options && text.includes('/'))
      return error(`unexpected '/' found in "${text}" (this verify item has no options)`);
    const { phase } = run.world;
    if (row.only !== undefined && !row.only.includes(phase))
      return error(`cannot verify ${row.name} in ACL for ${placeName(phase)}`);
    return row.test({ text, value, options, tainted }, run);
  },
};

/** By its name in any case; `sender = address` has more to say. */
function rowOf(first: string): { readonly row: VerifyRow; readonly value: string | undefined } | undefined {
  const [, name = '', value] = /^([^=]*?)\s*(?:=\s*(.*))?$/s.exec(first) ?? [];
  const row = VERIFY_ROWS.get(name.toLowerCase());
  return row === undefined || (value !== undefined && row.value !== true) ? undefined : { row, value };
}

const unknown = (text: string): string =>
  'expected "sender[=address]", "recipient", "helo", "header_syntax", "header_sender", "header_names_ascii" or ' +
  `"reverse_host_lookup" at start of ACL condition "verify ${text}"`;
