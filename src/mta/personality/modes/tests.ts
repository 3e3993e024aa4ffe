/** What all tests of addresses and rules begin with: a configuration that can be read. */
import { type AddressTests, readForTests } from '../../address-test/index.ts';
import type { Call, PersonalityPorts, Told } from '../types.ts';
import { tellProblems } from './problems.ts';

/** A configuration that is wrong, or missing, is a sentence and status 1. */
export async function withTests(
  { configuration }: Call,
  ports: PersonalityPorts,
  run: (tests: AddressTests) => Promise<number>,
  told?: Told,
): Promise<number> {
  if (configuration === undefined) {
    ports.complain('exim: there is no configuration file: give it with -C\n');
    return 1;
  }
  const read = readForTests(configuration.source, configuration.macros);
  if (!read.ok) return tellProblems(read.error, ports);
  const tests = ports.addressTests(read.value, told);
  try {
    return await run(tests);
  } finally {
    await tests.close();
  }
}

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
