/** How mailers lay out recipients in their words. */
import { trimEndOf, trimStartOf } from '../../../base/index.ts';
import { bounced } from '../evidence.ts';
import type { BouncedRecipient } from '../types.ts';

const ADDRESS = String.raw`[^\s<>()",;:]{1,128}@[^\s<>()",;:]{1,255}`;
/** A report about more is none that a person wrote words for. */
const MAX_RECIPIENTS = 1_000;

/** `<bob@example.net>: words`, up to the next such line (Postfix, qmail, Courier, Yahoo). */
export function angleBlocks(text: string): readonly BouncedRecipient[] {
  const begins = [...text.matchAll(new RegExp(String.raw`^[ \t]*<(${ADDRESS})>[^\n:]{0,200}:`, 'gm'))].slice(
    0,
    MAX_RECIPIENTS,
  );
  return begins.map((begin, i) => {
    const end = begins[i + 1]?.index ?? text.length;
    const said = text.slice(begin.index + begin[0].length, end).split(/\n\s*\n(?=\S)/)[0]!;
    const original = new RegExp(`(?:expanded|generated) from:? <?(${ADDRESS})>?`).exec(begin[0])?.[1];
    return bounced(original ?? begin[1]!, said);
  });
}

/** An address on a line of its own, indented; what is indented more is about it (Exim, MS SMTP, Domino, sendmail). */
export function indentedBlocks(text: string, around = ''): readonly BouncedRecipient[] {
  const line = new RegExp(
    String.raw`^[ \t]*(?:\* )?(?:\d\d\d )?(?:rfc822; ?)?<?(${ADDRESS})>?(?: on [\d/.: APM]+)?[ \t]*$`,
  );
  const blocks: { address: string; said: string[] }[] = [];
  for (const each of text.split('\n')) {
    const address = line.exec(each)?.[1];
    if (address !== undefined && blocks.length < MAX_RECIPIENTS) blocks.push({ address, said: [] });
    else blocks.at(-1)?.said.push(each);
  }
  return blocks.map(({ address, said }) => {
    const words = said.join('\n');
    const original = new RegExp(String.raw`\((?:ultimately )?(?:generated|expanded) from:? <?(${ADDRESS})>?\)`).exec(
      words,
    )?.[1];
    return bounced(original ?? address, words, around);
  });
}

/** `Failed recipient: bob@example.net`, `bob@example.net - no such user`, `bob@example.net ... unknown host`. */
export function labelledBlocks(text: string): readonly BouncedRecipient[] {
  const row = String.raw`^[ \t]*(?:(?:failed |original )?(?:recipient|address):[ \t]*<?(${ADDRESS})|<?(${ADDRESS})>?[ \t]*(?:-+|\.\.\.)[ \t]*\S)`;
  const found = [...text.matchAll(new RegExp(row, 'gim'))].slice(0, MAX_RECIPIENTS);
  return found.map((match, i) =>
    bounced(
      trimEndOf((match[1] ?? match[2])!, '>.'),
      text.slice(match.index, found[i + 1]?.index).split(/\n\s*\n/)[0]!,
      text,
    ),
  );
}

/** Each address once, with the same words about all. */
export function addressesIn(text: string, around: string): readonly BouncedRecipient[] {
  const found = [...text.matchAll(new RegExp(ADDRESS, 'g'))].map(([address]) =>
    trimStartOf(trimEndOf(address, ".'])"), "'*"),
  );
  return [...new Set(found)].slice(0, MAX_RECIPIENTS).map((address) => bounced(address, around));
}

/** What stands between two marks; the second may be missing. */
export function between(text: string, begin: RegExp, end?: RegExp): string {
  const from = begin.exec(text);
  if (from === null) return '';
  const rest = text.slice(from.index + from[0].length);
  const at = end === undefined ? -1 : rest.search(end);
  return at < 0 ? rest : rest.slice(0, at);
}
