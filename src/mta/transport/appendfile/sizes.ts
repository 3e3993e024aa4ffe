/** Options that come to a size: `50M`, and in percent where that may be (Exim spec ch. 26, "quota"). */
import { err, ok, type Result } from '../../../base/index.ts';
import { type ExpansionHost, expandOption, isFailure } from '../../expand/index.ts';
import { deferred, panicked } from '../outcome.ts';
import { text } from '../settings.ts';
import type { Delivery, LocalOutcome } from '../types.ts';

export interface Sizes {
  readonly limit: number;
  readonly files: number;
  readonly threshold: number;
  readonly mailboxSize?: number;
  readonly mailboxFiles?: number;
}

export async function sizesOf({ transport }: Delivery, host: ExpansionHost): Promise<Result<Sizes, LocalOutcome>> {
  const read = (name: string): Promise<Result<Read | undefined, LocalOutcome>> =>
    readOption(name, transport.name, text(transport, name), host);
  const limit = await read('quota');
  if (!limit.ok) return limit;
  const files = await read('quota_filecount');
  if (!files.ok) return files;
  const threshold = await read('quota_warn_threshold');
  if (!threshold.ok) return threshold;
  const size = await read('mailbox_size');
  if (!size.ok) return size;
  const count = await read('mailbox_filecount');
  if (!count.ok) return count;
  const most = limit.value?.value ?? 0;
  const warned = thresholdOf(threshold.value, most, transport.name);
  if (!warned.ok) return warned;
  return ok({
    limit: most,
    files: files.value?.value ?? 0,
    threshold: warned.value,
    ...(size.value !== undefined && size.value.value >= 0 && { mailboxSize: size.value.value }),
    ...(count.value !== undefined && count.value.value >= 0 && { mailboxFiles: count.value.value }),
  });
}

interface Read {
  readonly value: number;
  readonly isPercent: boolean;
}

const PERCENT = 100;

function thresholdOf(read: Read | undefined, limit: number, name: string): Result<number, LocalOutcome> {
  if (read === undefined || (read.isPercent && limit <= 0)) return ok(0);
  if (!read.isPercent) return ok(read.value);
  if (read.value < 0 || read.value > PERCENT)
    return err(panicked(`Invalid quota_warn_threshold percentage (${read.value}) for ${name} transport`));
  return ok(Math.floor((limit * read.value) / PERCENT));
}

async function readOption(
  option: string,
  name: string,
  written: string | undefined,
  host: ExpansionHost,
): Promise<Result<Read | undefined, LocalOutcome>> {
  if (written === undefined) return ok(undefined);
  const expanded = await expandOption(written, host);
  if (isFailure(expanded)) {
    const message = `Expansion of "${written}" in ${name} transport failed: ${expanded.message}`;
    return err(expanded.kind === 'deferred' ? deferred(message) : panicked(message));
  }
  const read = readSize(expanded.text, option === 'quota_warn_threshold');
  if (read !== undefined) return ok(read);
  return err(panicked(`Malformed value "${expanded.text}" (expansion of "${written}") in ${name} transport`));
}

const UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Nothing is nothing; a number may have a fraction, and a unit behind it. */
function readSize(written: string, mayBePercent: boolean): Read | undefined {
  const found = /^\s*([+-]?(?:\d+\.?\d*|\.\d+))?([kmg%]?)\s*$/i.exec(written);
  if (found === null) return undefined;
  const unit = (found[2] ?? '').toLowerCase();
  if (unit === '%' && !mayBePercent) return undefined;
  return { value: Math.trunc(Number(found[1] ?? 0) * (UNITS[unit] ?? 1)), isPercent: unit === '%' };
}
