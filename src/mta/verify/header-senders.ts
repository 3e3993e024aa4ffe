/** Who a message says it is from, in the order in which Exim tries them: Sender, Reply-To, From. */
const FIELDS = ['sender', 'reply-to', 'from'];

/** @param fields  whole, with their names */
export const addressesOfSenders = (fields: readonly string[]): readonly string[] =>
  FIELDS.flatMap((name) => fields.filter((field) => nameOf(field) === name).flatMap(addressesIn));

const nameOf = (field: string): string => field.slice(0, field.indexOf(':')).trim().toLowerCase();

/** Addresses in brackets, or words with an `@`; comments and quoted names are passed over. */
function addressesIn(field: string): readonly string[] {
  const value = field
    .slice(field.indexOf(':') + 1)
    .replace(/"(?:[^"\\]|\\.)*"(?!@)/g, ' ')
    .replace(/\((?:[^()\\]|\\.)*\)/g, ' ');
  return value.split(',').flatMap((part) => {
    const [, angled] = /<([^<>]*)>/.exec(part) ?? [];
    const address = (angled ?? part).trim();
    return address.includes('@') && !/\s/.test(address) ? [address] : [];
  });
}
