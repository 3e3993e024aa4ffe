/** What an EHLO reply offers (RFC 5321 §4.1.1.1). */
import type { Reply } from './reply.ts';

/** Keywords in capitals, each with its parameters as sent: `SIZE` → `52428800`. */
export type Extensions = ReadonlyMap<string, string>;

/** The first line greets; each further one is a keyword and parameters. A keyword said twice keeps its first line. */
export function parseExtensions(reply: Reply): Extensions {
  const offered = new Map<string, string>();
  for (const line of reply.lines.slice(1)) {
    const match = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:[ =](.*))?$/.exec(line.trimEnd()); // "AUTH=LOGIN" is an old spelling
    if (match === null) continue;
    const keyword = match[1]!.toUpperCase();
    if (!offered.has(keyword)) offered.set(keyword, (match[2] ?? '').trim());
  }
  return offered;
}
