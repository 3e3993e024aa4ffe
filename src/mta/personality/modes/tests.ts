/** What all tests of addresses and rules begin with: a configuration that can be read. */
import { type AddressTests, readForTests } from '../../address-test/index.ts';
import { type Configuration, mainValue } from '../../config/index.ts';
import { entry, formatLine, linePrefixes, parseSelectors, USUAL_SELECTORS } from '../../log/index.ts';
import { remarkOn } from '../../retry/index.ts';
import type { Call, PersonalityPorts, Told } from '../types.ts';
import { tellProblems } from './problems.ts';

/** A configuration that is wrong, or missing, is a sentence and status 1; so is a mistake for which Exim ends. */
export async function withTests(
  call: Call,
  ports: PersonalityPorts,
  run: (tests: AddressTests) => Promise<number>,
): Promise<number> {
  const { configuration } = call;
  if (configuration === undefined) {
    ports.complain('exim: there is no configuration file: give it with -C\n');
    return 1;
  }
  const read = readForTests(configuration.source, configuration.macros);
  if (!read.ok) return tellProblems(read.error, call, ports);
  const told = toldTo(call, read.value, ports);
  for (const { error } of read.value.retry) {
    const remark = remarkOn(error);
    if (remark !== undefined) told.log(remark, ['main', 'panic']);
  }
  const tests = ports.addressTests(read.value, told);
  try {
    return await run(tests);
  } finally {
    await tests.close();
  }
}

/** `-bt` and `-v` show texts of debug_print, and what a daemon would log; else lines of the log as they would stand there. */
function toldTo(
  { flag, verbose }: Call,
  configuration: Configuration,
  { complain, clock }: PersonalityPorts,
): Required<Told> {
  if (flag !== '-bt' && !verbose) {
    const selectors = parseSelectors(String(mainValue(configuration, 'log_selector') ?? ''));
    const zone = mainValue(configuration, 'log_timezone') === true;
    const prefixAt = linePrefixes(selectors.ok ? selectors.value : USUAL_SELECTORS, zone);
    return { debug: () => {}, log: (line) => complain(formatLine(prefixAt(clock.now()), entry('test', {}, line))) };
  }
  return {
    debug: (text) => complain(`${text}\n`),
    log: (line, to) => complain(`LOG: ${to.map(shownTo).join(' ')}\n  ${line}\n`),
  };
}

/** Logs in capitals, and a selector as it is written. */
const shownTo = (to: string): string => (to === 'address_rewrite' ? to : to.toUpperCase());

/** Words are put in turns; without any, lines of standard input, each behind a prompt. */
export async function* questions(
  words: readonly string[],
  ports: PersonalityPorts,
  split: (word: string) => readonly string[],
): AsyncGenerator<string> {
  if (words.length > 0) {
    for (const word of words) yield* split(word);
    return;
  }
  await ports.out('> ');
  for await (const line of linesOf(ports.input())) {
    yield line;
    await ports.out('> ');
  }
  await ports.out('\n');
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
