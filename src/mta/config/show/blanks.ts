/**
 * Runs of blanks made one, up to where somebody may have meant them: quotes, or a `$`.
 *
 * Exim looks for these where the run had ended before the line closed up, and so as many octets late as it took away: behind
 * one blank they are seen, behind more it is chance. We list what it lists.
 */
export function withoutWideBlanks(line: string): string {
  let text = line;
  for (let at = 0; at < text.length; at += 1) {
    if (!isBlank(text[at])) continue;
    let end = at;
    while (isBlank(text[end])) end += 1;
    text = `${text.slice(0, at)} ${text.slice(end)}`;
    if (MEANT.has(text[end] ?? '')) break;
  }
  return text;
}

const isBlank = (octet: string | undefined): boolean => octet === ' ' || octet === '\t';
const MEANT: ReadonlySet<string> = new Set(['"', "'", '$']);
