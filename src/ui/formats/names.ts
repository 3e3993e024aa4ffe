/** Names of the output formats; the rows are in registry.ts, loaded when one is used. */
export const FORMATS = ['text', 'json', 'jsonl', 'junit', 'tap', 'sarif', 'nagios', 'prom', 'md', 'html'] as const;
export type FormatName = (typeof FORMATS)[number];
