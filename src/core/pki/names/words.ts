/** Words of reasons; whatever a certificate holds comes out printable and bounded. */

const MAX_SHOWN = 100;
const MAX_LISTED = 5;

export function printable(text: string): string {
  const cut = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  const shown = cut.replace(/[^\x20-\x7e…]|\\/g, escapeCharacter);
  return shown === '' || /^\s|\s$/.test(shown) ? `"${shown}"` : shown;
}

export function count(number: number): string {
  return ['none', 'one', 'two', 'three', 'four', 'five'][number] ?? String(number);
}

/** `a, b, c and 7 more`. */
export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, MAX_LISTED).map(printable);
  const more = texts.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** What goes behind a reason. */
export function remarks(...texts: readonly (string | undefined)[]): string | undefined {
  const said = texts.filter((text) => text !== undefined);
  return said.length > 0 ? said.join('; ') : undefined;
}

function escapeCharacter(character: string): string {
  if (character === '\\') return '\\\\';
  if (character === '\0') return '\\0';
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
