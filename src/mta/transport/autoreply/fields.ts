/** The options of an autoreply, expanded, and looked at for what has no place in a header or in the name of a file. */
import { err, ok, parseInterval, type Result } from '../../../base/index.ts';
import { type ExpansionHost, expandOption, isFailure, type Text } from '../../expand/index.ts';
import { deferred, failed } from '../outcome.ts';
import { text } from '../settings.ts';
import type { Delivery, LocalOutcome } from '../types.ts';

export interface Fields {
  readonly from?: string;
  readonly reply_to?: string;
  readonly to?: string;
  readonly cc?: string;
  readonly bcc?: string;
  readonly subject?: string;
  readonly headers?: string;
  readonly text?: string;
  readonly file?: string;
  readonly log?: string;
  readonly once?: string;
  readonly once_repeat?: string;
}

const HEADERS = ['from', 'reply_to', 'to', 'cc', 'bcc', 'subject'] as const;
const TEXTS = ['headers', 'text'] as const;
const FILES = ['file', 'log', 'once', 'once_repeat'] as const;

/** In Exim's order: the first that is wrong is told. */
export async function expandFields(delivery: Delivery, host: ExpansionHost): Promise<Result<Fields, LocalOutcome>> {
  const fields: Record<string, string> = {};
  for (const name of [...HEADERS, ...TEXTS, ...FILES]) {
    const expanded = await expandField(name, delivery, host);
    if (!expanded.ok) return expanded;
    if (expanded.value !== undefined) fields[name] = expanded.value;
  }
  return ok(fields);
}

type Name = keyof Fields;

async function expandField(
  name: Name,
  { transport }: Delivery,
  host: ExpansionHost,
): Promise<Result<string | undefined, LocalOutcome>> {
  const written = text(transport, name);
  if (written === undefined) return ok(undefined);
  const expanded = await expandOption(written, host);
  if (isFailure(expanded))
    return err(failed(`Expansion of "${written}" failed in ${transport.name} transport: ${expanded.message}`));
  const wrong = TEXTS.some((one) => one === name) ? undefined : unprintable(expanded.text, isHeader(name));
  if (wrong !== undefined)
    return err(
      failed(`Expansion of "${written}" in ${transport.name} transport contains non-printing character ${wrong}`),
    );
  return judgeTaint(name, expanded, transport.name);
}

const isHeader = (name: Name): boolean => HEADERS.some((one) => one === name);

const FILE_WORDS: Readonly<Record<string, string>> = { file: 'file', log: 'logfile', once: 'once file' };
const NOT_PERMITTED = 13; // EACCES

/** What came from outside names no file (Exim 4.94 on). */
function judgeTaint(name: Name, { text: value, tainted }: Text, transport: string): Result<string, LocalOutcome> {
  const what = FILE_WORDS[name];
  if (!tainted || what === undefined) return ok(value);
  return err(
    deferred(`Tainted '${value}' (${what} for ${transport} transport) not permitted`, { errno: NOT_PERMITTED }),
  );
}

/** Headers may be folded. */
function unprintable(value: string, mayFold: boolean): number | undefined {
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if ((code >= 0x20 && code < 0x7f) || code === 0x09) continue;
    if (mayFold && value[at] === '\n' && (value[at + 1] === ' ' || value[at + 1] === '\t')) {
      at += 1;
      continue;
    }
    return code;
  }
  return undefined;
}

export function repeatSeconds({ once_repeat }: Fields, { transport }: Delivery): Result<number, LocalOutcome> {
  if (once_repeat === undefined) return ok(0);
  const seconds = parseInterval(once_repeat);
  if (seconds !== undefined) return ok(seconds);
  return err(failed(`Invalid time value "${once_repeat}" for "once_repeat" in ${transport.name} transport`));
}
