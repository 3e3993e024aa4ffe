/** Runs one suite, prints what failed and how long it took, and counts. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from '../../../src/base/index.ts';
import type { Context, Suite, Totals } from './types.ts';

export interface RunOptions {
  readonly full: boolean;
  /** Where the suite gets its folder. */
  readonly parent: string;
  readonly verbose: boolean;
}

export async function runSuite(suite: Suite, options: RunOptions): Promise<Totals> {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  const undos: (() => void | Promise<void>)[] = [];
  const folder = join(options.parent, suite.name);
  mkdirSync(folder, { recursive: true });
  const started = performance.now();
  console.log(`\n${suite.name}: ${suite.proves}`);
  const context = contextFor(totals, undos, folder, options);
  try {
    await suite.run(context);
  } catch (error) {
    fail(totals, 'the suite itself', error);
  }
  await undoAll(undos, totals);
  await removeFolder(folder);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`  ${describeTotals(totals)} in ${seconds} s`);
  return totals;
}

/** A peer that has been told to end may write its last meanwhile; what is left then goes with the folder of the whole run. */
async function removeFolder(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch {
      await sleep(200);
    }
  }
}

export function describeTotals({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function contextFor(
  totals: Totals,
  undos: (() => void | Promise<void>)[],
  folder: string,
  options: RunOptions,
): Context {
  return {
    full: options.full,
    folder,
    async test(name, body) {
      try {
        await body();
        totals.passed += 1;
        if (options.verbose) console.log(`  ok    ${name}`);
      } catch (error) {
        fail(totals, name, error);
      }
    },
    skip(name, reason) {
      totals.skipped += 1;
      console.log(`  skip  ${name}: ${reason}`);
    },
    note: (text) => console.log(`  note  ${text}`),
    atEnd: (undo) => undos.push(undo),
  };
}

/** A peer that cannot be ended must not hide that the rest is still to be ended. */
async function undoAll(undos: readonly (() => void | Promise<void>)[], totals: Totals): Promise<void> {
  for (const undo of [...undos].reverse()) {
    try {
      await undo();
    } catch (error) {
      fail(totals, 'cleaning up', error);
    }
  }
}

function fail(totals: Totals, name: string, error: unknown): void {
  totals.failed += 1;
  const text = error instanceof Error ? error.message : String(error);
  console.log(`  FAIL  ${name}\n${text.replace(/^/gm, '        ')}`);
}
