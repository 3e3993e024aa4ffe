/** Results of SPF and DKIM as `dmarc eval` is given them. */
import { domainOf, type Identifier } from '../../core/dmarc/index.ts';
import { type Fields, isObject } from './fields.ts';

/** Signatures given for one message; far more than any message carries. */
const MAX_SIGNATURES = 1000;

/** RFC 8601 §2.7.1 and §2.7.2, with the older words that still turn up. */
const RESULTS = new Set([
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
  'hardfail',
  'unknown',
  'error',
]);

/** `pass=example.org` on the command line, objects on a line of a batch; a result without a domain vouches for nobody. */
export function readGivenResults(fields: Fields, mechanism: Identifier['mechanism']): readonly Identifier[] {
  const given = fields.list(mechanism);
  if (mechanism === 'spf' && given.length > 1) fields.problem('"spf" is one result: give one');
  if (given.length > MAX_SIGNATURES) fields.problem(`"${mechanism}" has more than ${MAX_SIGNATURES} results`);
  return given.slice(0, MAX_SIGNATURES).flatMap((item) => {
    const read = typeof item === 'string' ? fromWord(item) : isObject(item) ? fromObject(item) : undefined;
    if (read === undefined) {
      fields.problem(
        `"${mechanism}" must be a result with its domain, such as ${mechanism === 'spf' ? '' : '--dkim '}pass=example.org`,
      );
      return [];
    }
    const result = read.result.toLowerCase();
    if (!RESULTS.has(result)) {
      fields.problem(`"${mechanism}": "${read.result}" is no result: ${[...RESULTS].join(', ')}`);
      return [];
    }
    const domain = domainOf(read.domain);
    return domain === undefined ? [] : [{ mechanism, result, domain }];
  });
}

interface Given {
  readonly result: string;
  readonly domain: string;
}

function fromWord(word: string): Given | undefined {
  const [, result, domain] = /^\s*([a-z]+)(?:[=:]\s*(\S*))?\s*$/i.exec(word) ?? [];
  return result === undefined ? undefined : { result, domain: domain ?? '' };
}

function fromObject({ result, domain }: Readonly<Record<string, unknown>>): Given | undefined {
  if (typeof result !== 'string') return undefined;
  if (domain !== undefined && domain !== null && typeof domain !== 'string') return undefined;
  return { result: result.trim(), domain: typeof domain === 'string' ? domain : '' };
}
