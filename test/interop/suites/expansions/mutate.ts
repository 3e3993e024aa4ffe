/** Written strings gone wrong: an octet out, doubled or in, parts of two put together, a header's name that runs on before. */
import { seededRandom } from '../../../../src/base/index.ts';

const PUT = [
  '',
  '}',
  '{',
  '$',
  '${',
  '}}',
  '{}',
  ' ',
  ':',
  'x',
  '1',
  '-',
  '\\',
  '!',
  'fail',
  '$h_a}:',
  '${lc:',
  '{a}{b}',
];
/** Lines of input that are not one expansion, or depend on those before them. */
const NO_LINE = /^[A-Z]|\\\s*$|^set|[\n\0]|\$\{?\d|\$\{?(?:value|item|runrc|prvscheck|srs_recipient)/;
/** What the world answers takes time, or differs. */
const OF_THE_WORLD =
  /readsocket|saslauthd|ldap|pam|radius|pwcheck|\brun|dnsdb|perl|dlfunc|\bacl|\/etc|unable|\bstat\b|inode|queue_/;

export function mutate(written: readonly string[], count: number, seed: number): readonly string[] {
  const random = seededRandom(seed);
  const sources = written.filter((line) => !OF_THE_WORLD.test(line) && line.length < 200);
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
  const changed = (line: string): string => {
    const at = random.below(line.length + 1);
    const out = random.below(3);
    return line.slice(0, at) + pick(PUT) + line.slice(at + out);
  };
  const made = (): string => {
    const kind = random.below(4);
    if (kind === 0) return changed(changed(pick(sources)));
    if (kind === 1) return pick(sources) + changed(pick(sources));
    if (kind === 2) return `\${if eq{a}{${pick(['a', 'b'])}}{${changed(pick(sources))}}{z}}`;
    return changed(pick(sources));
  };
  const lines: string[] = [];
  while (lines.length < count) {
    const line = made();
    if (!NO_LINE.test(line) && !OF_THE_WORLD.test(line)) lines.push(line);
  }
  return lines;
}
