/** Lines of a command that runs on, to standard error: one an event, for a journal. */
import type { Severity } from '../../base/index.ts';
import type { Settings } from './settings.ts';
import { asciiText, safeText } from './terminal.ts';

const WORDS: Readonly<Record<Severity, string>> = {
  ok: 'ok',
  info: 'info',
  warn: 'warning',
  error: 'ERROR',
  unknown: 'unknown',
};

/** `-q` leaves what is wrong. */
export function logLine(
  severity: Severity,
  text: string,
  { verbosity, ascii }: Pick<Settings, 'verbosity' | 'ascii'>,
): void {
  if (verbosity < 0 && (severity === 'ok' || severity === 'info')) return;
  const line = `mxray: ${WORDS[severity]}: ${safeText(text).replace(/\s*\n\s*/g, '; ')}\n`;
  process.stderr.write(ascii ? asciiText(line) : line);
}
