/** One lookup as a report: what was found, who said so, whether it may name a file, how long it took. */
import { type Clock, err, type Failure, type Finding, ok, type Report, type Result, say } from '../../base/index.ts';
import { clean, isFailure, type LookupAnswer, type LookupPort, textOf } from '../expand/index.ts';
import { deferred, found, notFound } from './findings.ts';

/** Texts are octets, one a character. */
export interface LookupWanted {
  readonly type: string;
  /** Of a single-key type. */
  readonly key?: string;
  /** The file, directory or address of a single-key type; else the query. */
  readonly source: string;
  /** The key, or the query, is a stranger's word. */
  readonly tainted?: boolean;
}

export interface LookupData {
  readonly type: string;
  readonly key?: string;
  readonly file?: string;
  readonly query?: string;
  readonly outcome: 'found' | 'not-found' | 'deferred';
  readonly value?: string;
  /** The value may not name a file, nor be expanded. */
  readonly tainted?: boolean;
  /** Of a partial match: what its wild part stood for (`$1`), and the rest (`$2`). */
  readonly wild?: string;
  readonly fixed?: string;
  /** It was remembered from before. */
  readonly cached: boolean;
  /** Who answered, where there is more than one who could. */
  readonly server?: string;
  /** DNSSEC vouches for the answer of the DNS, or does not. */
  readonly authenticated?: boolean;
  readonly error?: string;
  readonly tookMs: number;
}

/** @returns a failure where there was nothing to ask: a type that is none, a file that cannot be opened */
export async function lookupReport(
  lookups: LookupPort,
  wanted: LookupWanted,
  clock: Clock,
): Promise<Result<Report<LookupData>, Failure<'lookup/failed'>>> {
  const { type, key, source, tainted = false } = wanted;
  const start = clock.monotonicMs();
  const answer = await lookups.find(
    key === undefined
      ? { type, source: textOf(source, tainted) }
      : { type, key: textOf(key, tainted), source: clean(source) },
  );
  const tookMs = Math.round((clock.monotonicMs() - start) * 1000) / 1000;
  if (isFailure(answer) && answer.kind !== 'deferred') {
    return err({ code: 'lookup/failed', message: readable(answer.message), fault: 'configuration', temporary: false });
  }
  const asked = key === undefined ? { query: readable(source) } : { key: readable(key), file: readable(source) };
  const common = { type, ...asked, tookMs };
  if (isFailure(answer)) {
    const error = readable(answer.detail ?? answer.message);
    const data = { ...common, outcome: 'deferred', cached: false, ...(error !== '' && { error }) } as const;
    return ok({ findings: [say(deferred, { detail: error })], data });
  }
  return ok({ findings: [findingOf(answer, key ?? source)], data: { ...common, ...dataOf(answer) } });
}

const findingOf = (answer: LookupAnswer, asked: string): Finding =>
  say(answer.kind === 'found' ? found : notFound, { detail: readable(asked) });

function dataOf(answer: LookupAnswer) {
  const { cached = false, server, authenticated } = answer.origin ?? {};
  const origin = {
    cached,
    ...(server !== undefined && { server }),
    ...(authenticated !== undefined && { authenticated }),
  };
  if (answer.kind === 'not-found') return { outcome: 'not-found', ...origin } as const;
  const { value, wild, fixed } = answer;
  return {
    outcome: 'found',
    value: readable(value.text),
    tainted: value.tainted,
    ...(wild !== undefined && { wild: readable(wild) }),
    ...(fixed !== undefined && { fixed: readable(fixed) }),
    ...origin,
  } as const;
}

/** Octets as the text that they most likely are. */
const readable = (octets: string): string => Buffer.from(octets, 'latin1').toString('utf8');
