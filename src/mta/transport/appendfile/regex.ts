/** Regular expressions of options that are looked at where the mailbox is. */
import { compilePattern, type Pattern } from '../../../core/pcre/index.ts';
import { halt } from '../local/halt.ts';
import { deferred } from '../outcome.ts';

export function regexOf(source: string): Pattern {
  const compiled = compilePattern(source, { caseless: false });
  if (compiled.ok) return compiled.value;
  const { message, offset } = compiled.error;
  return halt(
    deferred(`appendfile: regular expression error: ${message} at offset ${offset} while compiling ${source}`),
  );
}

export function matches(regex: Pattern, subject: string): boolean {
  const found = regex.exec(subject, 0);
  return found !== undefined && found !== 'out-of-time';
}
