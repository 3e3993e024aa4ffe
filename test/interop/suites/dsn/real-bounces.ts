/** Bounces of twenty years, beside flufl.bounce, which was made for them: whom they are about, and that a delay is none. */
import { join } from 'node:path';
import { type BounceReading, readBounce } from '../../../../src/core/bounce/index.ts';
import { mustRun } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

interface Sample {
  readonly name: string;
  readonly mail: string;
  readonly temporary: readonly string[];
  readonly permanent: readonly string[];
}

/** Of 115, that both find the same addresses in; the others are named in a note. */
const LEAST_ALIKE = 95;

export async function readRealBounces(context: Context): Promise<void> {
  const lines = (await mustRun(programs.python, [join(import.meta.dirname, 'samples.py')])).trim().split('\n');
  const samples = lines.map((line) => JSON.parse(line) as Sample);
  const read = samples.map((sample) => ({ sample, ours: readBounce(Buffer.from(sample.mail, 'base64')) }));
  const others = read.filter(({ sample, ours }) => !isAlike(sample, ours)).map(({ sample }) => sample.name);
  await context.test(`at least ${LEAST_ALIKE} of flufl.bounce's samples are read as it does`, () => {
    const alike = samples.length - others.length;
    if (samples.length < 100 || alike < LEAST_ALIKE) throw new Error(`${alike} of ${samples.length}`);
  });
  await context.test('what flufl.bounce takes for a delay is no bounce', () => {
    const wrong = read.filter(
      ({ sample, ours }) => sample.permanent.length === 0 && sample.temporary.length > 0 && isBounce(ours),
    );
    if (wrong.length > 0) throw new Error(wrong.map(({ sample }) => sample.name).join(', '));
  });
  await context.test('where flufl.bounce finds nobody, nobody is said to have failed', () => {
    const wrong = read.filter(
      ({ sample, ours }) => sample.permanent.length + sample.temporary.length === 0 && isBounce(ours),
    );
    if (wrong.length > 0) throw new Error(wrong.map(({ sample }) => sample.name).join(', '));
  });
  context.note(`${samples.length} samples of flufl.bounce; read otherwise: ${others.join(', ')}`);
}

const isBounce = ({ kind }: BounceReading): boolean => kind === 'hard' || kind === 'soft';

function isAlike({ temporary, permanent }: Sample, ours: BounceReading): boolean {
  const set = (addresses: readonly string[]): string =>
    [...new Set(addresses.map((address) => address.toLowerCase()))].sort().join(' ');
  return set(ours.recipients.map(({ address }) => address)) === set([...temporary, ...permanent]);
}
