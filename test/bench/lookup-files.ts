/** Look-ups in large files, which stay in memory as long as they are the same; beside exim -be, which reads them each time. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, systemClock } from '../../src/base/index.ts';
import { clean, isFailure } from '../../src/mta/expand/index.ts';
import { createLookups } from '../../src/mta/lookup/index.ts';
import { programs } from '../interop/peers/programs.ts';
import { makeCdb } from '../support/lookup/cdb.ts';
import { elapsedMs, median } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const ENTRIES = 100_000;
const AIM = 100_000;
/** Exim goes through the file for each: so many are enough to know its rate. */
const PEER_LOOKUPS = 200;

interface Table {
  readonly type: string;
  readonly name: string;
  readonly content: string | Buffer;
  readonly key: (index: number) => string;
}

const domain = (index: number): string => `user${index}.example${index % 97}.org`;
const address = (index: number): string => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
const numbers = Array.from({ length: ENTRIES }, (_, index) => index);

const TABLES: readonly Table[] = [
  {
    type: 'lsearch',
    name: 'aliases',
    content: numbers.map((index) => `${domain(index)}: value ${index}\n`).join(''),
    key: domain,
  },
  {
    type: 'partial1-lsearch*',
    name: 'wild',
    content: numbers.map((index) => `*.${domain(index)}: value ${index}\n`).join(''),
    key: (index) => `host.${domain(index)}`,
  },
  {
    type: 'iplsearch',
    name: 'networks',
    // Addresses and networks of several lengths, none inside another.
    content: numbers.map((index) => `${address(index * 4)}/${30 + (index % 3)}: value ${index}\n`).join(''),
    key: (index) => address(index * 4),
  },
  {
    type: 'cdb',
    name: 'table.cdb',
    content: makeCdb(numbers.map((index) => [domain(index), `value ${index}`] as const)),
    key: domain,
  },
];

export const bench: Bench = {
  name: 'lookup files',
  asks: `look-ups a second in files of ${ENTRIES} entries, each key another`,
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-bench-lookups-'));
    try {
      const figures: Figure[] = [];
      for (const table of TABLES) figures.push(...(await measure(table, folder, quick ? 50_000 : 300_000)));
      return figures;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function measure(table: Table, folder: string, count: number): Promise<readonly Figure[]> {
  const { type, name, content, key } = table;
  const file = join(folder, name);
  writeFileSync(file, content);
  const lookups = createLookups({
    clock: systemClock,
    resolver: () => err({ message: 'no DNS here' }),
    option: () => undefined,
    expand: (text) => clean(text),
  });
  const source = clean(file);
  const ask = async (from: number, to: number): Promise<void> => {
    for (let index = from; index < to; index += 1) {
      // A prime apart, so that neighbours in the file are not asked for one after the other.
      const number = (index * 7919) % ENTRIES;
      const later = lookups.find({ type, key: clean(key(number)), source });
      const answer = later instanceof Promise ? await later : later;
      if (isFailure(answer) || answer.kind !== 'found' || answer.value.text !== `value ${number}`)
        throw new Error(`${type} ${key(number)}: ${JSON.stringify(answer)}`);
    }
  };
  const first = await elapsedMs(() => ask(0, 1));
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) times.push(await elapsedMs(() => ask(0, count)));
  const peer = existsSync(programs.exim) ? [eximRate(table, file, folder)] : [];
  return [
    {
      name: type,
      ours: (count / median(times)) * 1000,
      unit: '1/s',
      aim: { value: AIM, better: 'higher' },
      ...(peer[0] !== undefined && {
        note: `exim -be ${Math.round(peer[0])} a second; ours ${Math.round(((count / median(times)) * 1000) / peer[0])} times that`,
      }),
    },
    { name: `${type}: the first, which reads the file`, ours: first, unit: 'ms' },
  ];
}

function eximRate({ type, key }: Table, file: string, folder: string): number {
  const conf = join(folder, 'exim.conf');
  writeFileSync(conf, `spool_directory = ${folder}\nlog_file_path = ${folder}/%slog\nkeep_environment =\n`);
  const lines = Array.from(
    { length: PEER_LOOKUPS },
    (_, i) => `\${lookup{${key((i * 7919) % ENTRIES)}}${type}{${file}}}`,
  );
  const started = performance.now();
  execFileSync(programs.exim, ['-C', conf, '-be'], {
    input: `${lines.join('\n')}\n`,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return (PEER_LOOKUPS / (performance.now() - started)) * 1000;
}
