/** The addresses in a field of addresses, without names, comments and groups (RFC 5322 §3.4). */

export function addressesIn(value: string): readonly string[] {
  return splitAddresses(withoutComments(value))
    .map(bareAddress)
    .filter((address) => address !== '');
}

/** Comments nest; in quotes there are none. */
function withoutComments(value: string): string {
  let text = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at]!;
    if (character === '\\') {
      if (depth === 0) text += character + (value[at + 1] ?? '');
      at += 1;
    } else if (character === '"' && depth === 0) {
      quoted = !quoted;
      text += character;
    } else if (character === '(' && !quoted) depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth === 0) text += character;
  }
  return text;
}

/** At commas, and at the marks of groups. */
function splitAddresses(text: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let angled = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '\\') {
      part += character + (text[at + 1] ?? '');
      at += 1;
      continue;
    }
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === '<') angled = true;
    else if (!quoted && character === '>') angled = false;
    if (!quoted && !angled && (character === ',' || character === ';')) {
      parts.push(part);
      part = '';
    } else if (!quoted && !angled && character === ':') part = '';
    else part += character;
  }
  return [...parts, part];
}

function bareAddress(part: string): string {
  const said = part.replace(/"(?:[^"\\]|\\.)*"(?=[^"]*<)/g, ''); // a name in quotes may have any
  const open = said.indexOf('<');
  const close = open < 0 ? -1 : said.indexOf('>', open); // a pattern would look for it from each of a million
  const address = close < 0 ? part : said.slice(open + 1, close).replace(/^@[^:]*:/, '');
  return address.replace(/[\r\n]/g, '').trim();
}
