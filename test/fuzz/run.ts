/**
 * `npm run fuzz [-- NAME…] [--seconds N] [--seed N]`: random octets at every parser.
 *
 * A target (`*.fuzz.ts`) says what must hold for any octets; what breaks it is kept under corpus/NAME/ and replayed by
 * `npm test` for ever after. A run is repeated by its seed. Status 1 when something broke.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mutate, randomNumbers } from './mutate.ts';
import { FUZZ_ROOT, loadTargets } from './targets.ts';
import type { FuzzTarget } from './types.ts';

const { names, seconds, seed } = readWords(process.argv.slice(2));
const targets = (await loadTargets()).filter(({ name }) => names.length === 0 || names.includes(name));
if (targets.length === 0) {
  console.error(
    `no target ${names.join(', ')}; there are: ${(await loadTargets()).map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}
console.log(`seed ${seed}, ${seconds} s for ${targets.length} targets`);
let broken = 0;
for (const target of targets) broken += (await fuzz(target, (seconds * 1000) / targets.length)) ? 1 : 0;
process.exit(broken > 0 ? 1 : 0);

/** @returns whether it broke */
async function fuzz(target: FuzzTarget, budgetMs: number): Promise<boolean> {
  const random = randomNumbers(seed);
  const seeds = target.seeds.length > 0 ? target.seeds : [new Uint8Array()];
  const end = performance.now() + budgetMs;
  let runs = 0;
  for (; performance.now() < end; runs += 1) {
    const bytes = mutate(seeds[random(seeds.length)]!, seeds[random(seeds.length)]!, random);
    const error = await attempt(target, bytes);
    if (error === undefined) continue;
    console.log(`${target.name}: broke after ${runs} runs: ${error.message}\n  kept in ${keep(target.name, bytes)}`);
    return true;
  }
  console.log(`${target.name}: ${runs} runs held`);
  return false;
}

async function attempt(target: FuzzTarget, bytes: Uint8Array): Promise<Error | undefined> {
  try {
    await target.run(bytes);
    return undefined;
  } catch (cause) {
    return cause as Error;
  }
}

function keep(name: string, bytes: Uint8Array): string {
  const folder = new URL(`corpus/${name}/`, FUZZ_ROOT);
  mkdirSync(folder, { recursive: true });
  const file = new URL(createHash('sha256').update(bytes).digest('hex').slice(0, 16), folder);
  writeFileSync(file, bytes);
  return `${fileURLToPath(file)} (${readdirSync(folder).length} there)`;
}

function readWords(words: readonly string[]): { names: string[]; seconds: number; seed: number } {
  const numberAfter = (flag: string): number | undefined => {
    const at = words.indexOf(flag);
    return at < 0 ? undefined : Number(words[at + 1]);
  };
  const names = words.filter((word, at) => !word.startsWith('--') && !words[at - 1]?.startsWith('--'));
  const [seconds = 60, seed = Date.now() % 2 ** 31] = [numberAfter('--seconds'), numberAfter('--seed')];
  if (seconds > 0 && Number.isInteger(seed)) return { names, seconds, seed };
  console.error('--seconds and --seed take a number');
  process.exit(2);
}
