/** The recipients that a header names, as `-t` takes them. */
import { readMailAddresses } from '../../expand/index.ts';

/** Of To:, Cc: and Bcc:; a syntax that cannot be read names nobody. */
export function recipientsOf(header: string): readonly string[] {
  const unfolded = header.replace(/\n[ \t]+/g, ' ');
  const addresses = unfolded
    .split('\n')
    .flatMap((line) => /^(?:to|cc|bcc)[ \t]*:(.*)$/i.exec(line)?.[1] ?? [])
    .flatMap((list) => readMailAddresses(list))
    .map(({ address }) => address);
  return [...new Set(addresses)];
}
