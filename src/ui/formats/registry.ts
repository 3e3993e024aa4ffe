/** The rows by name; each is loaded when it is asked for. */
import type { FormatName } from './names.ts';
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

export const loadFormat = (name: FormatName): Promise<Format> => ROWS[name]();
