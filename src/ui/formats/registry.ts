/** The rows by name; each is loaded when it is asked for. */
import type { FormatName } from './names.ts';
import { withSafeTexts } from './safe.ts';
import type { Format } from './types.ts';

const ROWS: Readonly<Record<FormatName, () => Promise<Format>>> = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  jsonl: async () => (await import('./jsonl.ts')).jsonl,
  junit: async () => (await import('./junit.ts')).junit,
  tap: async () => (await import('./tap.ts')).tap,
  sarif: async () => (await import('./sarif.ts')).sarif,
  nagios: async () => (await import('./nagios.ts')).nagios,
  prom: async () => (await import('./prom.ts')).prom,
  md: async () => (await import('./md.ts')).md,
  html: async () => (await import('./html.ts')).html,
};

/** What these are made of is escaped by JSON itself. */
const JSON_FORMATS: readonly FormatName[] = ['json', 'jsonl', 'sarif'];

export async function loadFormat(name: FormatName): Promise<Format> {
  const format = await ROWS[name]();
  if (JSON_FORMATS.includes(name)) return format;
  return { render: (outcomes, options) => format.render(outcomes.map(withSafeTexts), options) };
}
