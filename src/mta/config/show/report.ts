/** What `config show` answers. */
import { err, finding, ok, type Report, type Result } from '../../../base/index.ts';
import { notThere } from '../findings.ts';
import { type ConfigurationSource, type ReadOptions, readConfiguration } from '../read.ts';
import { type ShownGroup, selectShown } from './select.ts';

export interface ConfigShowData {
  readonly shown: readonly ShownGroup[];
  /** Values without their names. */
  readonly bare: boolean;
}

export interface ShowQuestion extends ReadOptions {
  readonly bare: boolean;
  readonly hostname: string;
}

/** An error where the configuration cannot be read: its first mistake, and how to see all. */
export function configShowReport(
  source: ConfigurationSource,
  words: readonly string[],
  { bare, hostname, ...options }: ShowQuestion,
): Result<Report<ConfigShowData>, { readonly message: string; readonly hint: string }> {
  const read = readConfiguration(source, options);
  if (!read.ok) {
    const [first] = read.error.filter(({ severity }) => severity === 'error');
    const { file, line } = first!.place;
    return err({ message: `${file}:${line}: ${first!.message}`, hint: 'config check tells every mistake' });
  }
  const shown = selectShown(read.value, words, { hostname });
  const missing = shown.filter(({ kind }) => kind === 'unknown');
  const findings = missing.map(({ asked, entries }) =>
    finding(notThere, { detail: entries[0]!.line, evidence: { asked } }),
  );
  return ok({ data: { shown, bare }, findings });
}
