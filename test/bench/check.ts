/**
 * `mxray check` of one domain: wall time beside our own single commands one after another, which is what people did before,
 * and beside dig asking as many questions; and the questions to DNS, of which none may be asked twice.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LabProcess, RUN, startLabProcess } from './lab-process.ts';
import { inTurns } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const DOMAIN = 'perfect.test';
const HOSTS = ['mx1.perfect.test', 'mx2.perfect.test'];

/** What a check covers, command by command. */
const SINGLE: readonly (readonly string[])[] = [
  ['dns', 'query', DOMAIN, 'MX'],
  ['dane', 'check', DOMAIN],
  ['mtasts', 'check', DOMAIN],
  ...HOSTS.map((host) => ['cert', 'chain', `${host}:25`]),
  ['dmarc', 'query', DOMAIN],
  ['spf', 'lint', '--domain', DOMAIN],
  ['dkim', 'query', `s1._domainkey.${DOMAIN}`],
];

export const bench: Bench = {
  name: 'check',
  asks: 'everything about one domain: wall time, questions to DNS, and those that were asked twice',
  async run(quick) {
    const lab = await startLabProcess(0);
    const folder = await mkdtemp(join(tmpdir(), 'mxray-bench-'));
    try {
      const whole = ['check', DOMAIN, '--selector', 's1'];
      const oneByOne = async (): Promise<void> => {
        for (const words of SINGLE) await mxray(words, lab, folder);
      };
      await mxray(whole, lab, folder); // the code cache
      await oneByOne();
      const questions = await questionsOf(whole, lab, folder);
      const single = (await Promise.all(SINGLE.map((words) => questionsOf(words, lab, folder)))).flat();
      const times = await inTurns(quick ? 5 : 15, {
        check: () => mxray(whole, lab, folder),
        single: oneByOne,
        dig: () => dig(questions, lab),
      });
      return figures(times, questions, single);
    } finally {
      await lab.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function figures(
  { check, single, dig: digMs }: Readonly<Record<'check' | 'single' | 'dig', number>>,
  questions: readonly string[],
  singly: readonly string[],
): readonly Figure[] {
  const peer = `${SINGLE.length} commands`;
  return [
    {
      name: DOMAIN,
      ours: check,
      unit: 'ms',
      peer: { name: peer, value: single },
      aim: { value: 0.5, better: 'lower' },
    },
    {
      name: 'the same beside its DNS alone',
      ours: check,
      unit: 'ms',
      peer: { name: 'dig, one process', value: digMs },
    },
    { name: 'questions to DNS', ours: questions.length, unit: '', peer: { name: peer, value: singly.length } },
    {
      name: 'questions asked twice',
      ours: questions.length - new Set(questions).size,
      unit: '',
      aim: { value: 0, better: 'lower' },
    },
  ];
}

/** Whatever its status: a command that finds something has done its work. */
function mxray(words: readonly string[], lab: LabProcess, cache: string): Promise<void> {
  const { PATH } = process.env;
  const env = { PATH, HOME: cache, XDG_CACHE_HOME: cache, ...lab.env };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [RUN, ...words], { env }, (error) =>
      error === null || Number(error.code) < 2 ? resolve() : reject(error),
    );
  });
}

/** `NAME TYPE` of each, in order, as the trace has them. */
async function questionsOf(words: readonly string[], lab: LabProcess, folder: string): Promise<readonly string[]> {
  const file = join(folder, `trace-${words.join('-').replaceAll(/[^a-z0-9-]/g, '_')}`);
  await mxray([...words, '--trace-file', file], lab, folder);
  const trace = await readFile(file, 'utf8');
  return [...trace.matchAll(/ dns +-> \S+ \S+ (\S+ \S+)\?/g)].map(([, question]) => question!);
}

/** All questions in one process, as quick as dig can. */
function dig(questions: readonly string[], lab: LabProcess): Promise<void> {
  const { host, port } = lab.connectMap.resolve('192.0.2.53', 53);
  const at = [`@${host}`, '-p', String(port), '+dnssec', '+cd', '+noall', '+answer'];
  const words = questions.flatMap((question) => question.split(' '));
  return new Promise((resolve, reject) => {
    execFile('dig', [...at, ...words], { maxBuffer: 16 * 1024 * 1024 }, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}
