/** Items, operators, conditions and variables of expansions, out of their rows; and headers, which are variables without one. */
import { CONDITIONS, ITEMS, OPERATORS, VARIABLES } from '../expand/index.ts';
import type { Word, WordKind } from './types.ts';

interface Row {
  readonly name: string;
  readonly doc: string;
  readonly aliases?: readonly string[];
  readonly never?: string;
}

export const expansionWords = (): readonly Word[] => [
  ...ITEMS.map((row) => ofRow('expansion item', row)),
  ...OPERATORS.map((row) => ofRow('expansion operator', row)),
  ...CONDITIONS.map((row) => ofRow('expansion condition', row)),
  ...VARIABLES.map((row) => ({ ...ofRow('variable', row), group: row.group, tainted: row.tainted })),
  ...HEADERS.map((row) => ({ ...ofRow('variable', row), group: 'headers', tainted: true })),
];

const ofRow = (kind: WordKind, { name, doc, aliases, never }: Row): Word => ({
  ...{ name, kind, scope: 'expansion', doc, status: never === undefined ? 'works' : `never: ${never}` },
  ...(aliases !== undefined && { aliases }),
});

const HEADERS: readonly Row[] = [
  {
    name: 'h_',
    aliases: ['header_'],
    doc: 'The header whose name follows, up to a colon: decoded, without white space at its ends; several of that name joined by newlines, addresses by commas.',
  },
  {
    name: 'rh_',
    aliases: ['rheader_'],
    doc: 'The header whose name follows, up to a colon, as it stands in the message, with its newline.',
  },
  {
    name: 'bh_',
    aliases: ['bheader_'],
    doc: 'The header whose name follows, up to a colon, with its encoded words decoded to octets and no change of character set.',
  },
  {
    name: 'lh_',
    aliases: ['lheader_'],
    doc: 'The header whose name follows, up to a colon: those of that name as a list with colons between.',
  },
];
