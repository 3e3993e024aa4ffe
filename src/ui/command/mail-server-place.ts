/** A mail server as commands of the PROXY protocol take it: HOST:PORT, or HOST alone for port 25. */
import type { Fields } from './fields.ts';
import { parseServerPlace, type ServerPlace } from './server-place.ts';

/** The field of this name; what is wrong with it is noted in `fields`. */
export function readMailServer(fields: Fields, name: string): Pick<ServerPlace, 'host' | 'port'> {
  const text = fields.text(name, 'a server: HOST:PORT');
  const { host, port } = parseServerPlace(text === '' ? text : withPort(text), fields);
  return { host, port };
}

function withPort(text: string): string {
  if (/^(?:[^:]*|\[[^\]]*\])$/.test(text)) return `${text}:25`;
  return text.split(':').length > 2 && !text.startsWith('[') ? `[${text}]:25` : text;
}
