/** The engine: a type as written, the keys it tries, the driver, what is remembered. */
import {
  after,
  clean,
  deferred,
  type Failure,
  failed,
  isFailure,
  type Later,
  type LookupAnswer,
  type LookupKind,
  type LookupPort,
  type LookupQuestion,
} from '../expand/index.ts';
import { type KeyTried, keysToTry } from './keys.ts';
import { hasQuoting, quoteFor } from './quoting.ts';
import { DRIVERS, findDriver } from './registry.ts';
import { createResultCache } from './result-cache.ts';
import { taintedFile } from './tainted-file.ts';
import { type LookupType, parseLookupType } from './type-string.ts';
import type { DriverAnswer, DriverQuestion, LookupDriver, LookupPorts } from './types.ts';

export interface Lookups extends LookupPort {
  /** Forgets answers, as Exim does when it is done with a message; files in memory and connections stay. */
  readonly forget: () => void;
  /** Ends connections. */
  readonly close: () => Promise<void>;
}

/** What a driver may ask is given once; a lookup itself it asks through what is made here. */
export type LookupOptions = Omit<LookupPorts, 'lookups'>;

export function createLookups(options: LookupOptions): Lookups {
  const cache = createResultCache(options.clock);
  const ports: LookupPorts = { ...options, lookups: () => lookups };

  const ask = (type: LookupType, question: DriverQuestion): Later<Asked> => {
    const { driver } = type;
    if (driver.remembers === true) return after(driver.find(question, ports), (answer) => ({ answer, cached: false }));
    const key = `${driver.name},${question.options.join()}\n${question.source}\n${question.key}`;
    const known = type.readsCache ? cache.get(key) : undefined;
    if (known !== undefined) return { answer: known, cached: true };
    return after(driver.find(question, ports), (answer) => {
      if (type.writesCache) cache.set(key, answer);
      return { answer, cached: false };
    });
  };

  /** The empty key is nowhere, whatever the file says; but there has to be a file. */
  const askFor = (type: LookupType, question: DriverQuestion): Later<Asked> => {
    const asked = ask(type, question);
    return question.key === ''
      ? after(asked, (answered) => (answered.answer.kind === 'failed' ? answered : NOWHERE))
      : asked;
  };

  const find = (question: LookupQuestion): Later<LookupAnswer | Failure> => {
    const type = parseLookupType(question.type);
    if (isFailure(type)) return type;
    const refusal = refuse(question, type);
    const { depth = 0 } = question;
    if (depth > MAX_DEPTH) return deferred(`lookups stand in each other, more than ${MAX_DEPTH} deep`);
    if (refusal !== undefined) return refusal;
    if (question.key === undefined) {
      const query = question.source.text;
      const asked =
        query === '' ? NOWHERE : ask(type, { key: query, source: '', options: type.options, depth, turn: nextTurn() });
      return after(asked, (answered) => answerOf(answered, { key: query }, question, type));
    }
    return tryKeys(0, keysToTry(question.key.text, type), question, type, nextTurn());
  };

  const tryKeys = (
    start: number,
    keys: readonly KeyTried[],
    question: LookupQuestion,
    type: LookupType,
    turn: number,
  ): Later<LookupAnswer | Failure> => {
    for (let index = start; index < keys.length; index += 1) {
      const tried = keys[index]!;
      const source = question.source.text;
      const asked = askFor(type, { key: tried.key, source, options: type.options, depth: question.depth ?? 0, turn });
      if (asked instanceof Promise) {
        return asked.then((answered) =>
          answered.answer.kind === 'not-found' && index < keys.length - 1
            ? tryKeys(index + 1, keys, question, type, turn)
            : answerOf(answered, tried, question, type),
        );
      }
      if (asked.answer.kind !== 'not-found' || index === keys.length - 1) {
        return answerOf(asked, tried, question, type);
      }
    }
    return answerOf(NOWHERE, keys[0]!, question, type);
  };

  const lookups: Lookups = {
    // What can be quoted for is known, whoever answers it.
    style: (name) => driverOf(name)?.style ?? (hasQuoting(name) ? 'query' : undefined),
    kind: kindOf,
    find,
    quote: quoteFor,
    forget: cache.clear,
    async close() {
      cache.clear();
      for (const driver of DRIVERS) await driver.close?.();
    },
  };
  return lookups;
}

function driverOf(name: string): LookupDriver | undefined {
  const driver = findDriver(name);
  return driver?.ofCondition === true ? undefined : driver;
}

let turns = 0;
const nextTurn = (): number => {
  turns += 1;
  return turns;
};

/** A file that names itself would have no end. */
const MAX_DEPTH = 10;

interface Asked {
  readonly answer: DriverAnswer;
  readonly cached: boolean;
}

const NOWHERE: Asked = { answer: { kind: 'not-found' }, cached: false };

function kindOf(written: string): LookupKind | Failure {
  const type = parseLookupType(written);
  if (isFailure(type)) return type;
  const { driver, partial } = type;
  if (driver.ofCondition === true) return failed(`unknown lookup type "${driver.name}"`);
  return { name: driver.name, style: driver.style, partial: partial !== undefined };
}

/**
 * What came from outside names no file (Exim 4.94 on), and goes into no query unquoted (4.98 on). A file that stands before
 * its query is of the same text: with a value from outside in the query, quoted or not, it came from outside as well.
 */
function refuse({ source }: LookupQuestion, { driver }: LookupType): Failure | undefined {
  if (!source.tainted) return undefined;
  if (driver.style === 'single-key') return taintedFile(source.text);
  const [, file] = (driver.inFiles === true && FILE_BEFORE_QUERY.exec(source.text)) || [];
  if (file !== undefined) return taintedFile(file);
  if (!hasQuoting(driver.name) || source.quotedFor === driver.name) return undefined;
  return failed(`tainted search query is not properly quoted: ${source.text}`);
}

const FILE_BEFORE_QUERY = /^\s*(\/\S*)/;

function answerOf(
  { answer, cached }: Asked,
  { wild, fixed }: KeyTried,
  { key, source }: LookupQuestion,
  { returnsKey }: LookupType,
): LookupAnswer | Failure {
  if (isFailure(answer)) return answer;
  const { server, authenticated } = answer;
  const distinguishedName = answer.kind === 'found' ? answer.distinguishedName : undefined;
  const origin = {
    cached,
    ...(server !== undefined && { server }),
    ...(authenticated !== undefined && { authenticated }),
    ...(distinguishedName !== undefined && { distinguishedName }),
  };
  if (answer.kind === 'not-found') return { kind: 'not-found', origin };
  return {
    kind: 'found',
    // What was found is ours, the DNS's answers among it, as Exim has it; so is a key that was found.
    value: clean(returnsKey ? (key ?? source).text : answer.text),
    origin,
    ...(wild !== undefined && { wild }),
    ...(fixed !== undefined && { fixed }),
  };
}
