/** What `config show` answers. */
import { err, finding, ok, type Report, type Result } from '../../../base/index.ts';
import { systemFiles } from '../files.ts';
import { notThere } from '../findings.ts';
import { type ConfigurationSource, nameOf, type ReadOptions, readConfiguration } from '../read.ts';
import { mainValue } from '../value-of.ts';
import { type ListedLine, listConfiguration } from './listing.ts';
import { type ShowContext, type ShownGroup, selectShown } from './select.ts';

export interface ConfigShowData {
  readonly shown: readonly ShownGroup[];
  /** Values without their names. */
  readonly bare: boolean;
}

export interface ShowQuestion extends ReadOptions, Omit<ShowContext, 'listing'> {
  readonly bare: boolean;
}

/** An error where the configuration cannot be read: its first mistake, and how to see all. */
export function configShowReport(
  source: ConfigurationSource,
  words: readonly string[],
  { bare, hostname, revealsAll = false, environment, ...options }: ShowQuestion,
): Result<Report<ConfigShowData>, { readonly message: string; readonly hint: string }> {
  const read = readConfiguration(source, options);
  if (!read.ok) {
    const [first] = read.error.filter(({ severity }) => severity === 'error');
    const { file, line } = first!.place;
    return err({ message: `${file}:${line}: ${first!.message}`, hint: 'config check tells every mistake' });
  }
  const shown = selectShown(read.value, words, {
    hostname,
    revealsAll,
    ...(environment !== undefined && { environment }),
    listing: () => listingOf(source, options, revealsAll, String(mainValue(read.value, 'exim_version'))),
  });
  const missing = shown.filter(({ kind }) => kind === 'unknown');
  const findings = missing.map(({ asked, entries }) =>
    finding(notThere, { detail: entries[0]!.line, evidence: { asked } }),
  );
  return ok({ data: { shown, bare }, findings });
}

function listingOf(
  source: ConfigurationSource,
  options: ReadOptions,
  revealsAll: boolean,
  version: string,
): readonly ListedLine[] {
  const { files = systemFiles, macros = {} } = options;
  const name = nameOf(source);
  const text = 'file' in source ? files.read(source.file) : ok(source.text);
  if (!text.ok) return []; // it could be read a moment ago
  const heading = [`# Exim Configuration (${version})`, `# 1 "${name}"`].map((line) => ({ text: line, indent: 0 }));
  return [...heading, ...listConfiguration(name, text.value, { macros, revealsAll, files })];
}
