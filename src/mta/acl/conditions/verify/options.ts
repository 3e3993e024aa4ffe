/** Options of address verification: `callout=…`, `defer_ok`, `no_details`, `success_on_redirect`, `quota=…`. */
import { err, ok, parseInterval, type Result } from '../../../../base/index.ts';
import { readList } from '../../../expand/index.ts';
import type { CalloutOptions, QuotaOptions } from '../../verify-question.ts';
import { type CalloutDraft, readCallout } from './callout-options.ts';

export interface AddressOptions {
  readonly deferOk: boolean;
  readonly calloutDeferOk: boolean;
  readonly untold: boolean;
  readonly successOnRedirect: boolean;
  readonly callout?: CalloutOptions;
  readonly quota?: QuotaOptions;
}

interface Draft {
  deferOk: boolean;
  untold: boolean;
  successOnRedirect: boolean;
  callout: CalloutDraft | undefined;
  quota: QuotaOptions | undefined;
}

/** @param text  the whole argument, for messages; @returns or what is wrong */
export function readOptions(options: readonly string[], text: string): Result<AddressOptions, string> {
  const draft: Draft = {
    deferOk: false,
    untold: false,
    successOnRedirect: false,
    callout: undefined,
    quota: undefined,
  };
  for (const option of options) {
    const wrong = readOption(option, draft, text);
    if (wrong !== undefined) return err(wrong);
  }
  const { callout, quota, ...plain } = draft;
  return ok({
    ...plain,
    calloutDeferOk: callout?.deferOk === true,
    ...(callout !== undefined && { callout: callout.options }),
    ...(quota !== undefined && { quota }),
  });
}

function readOption(option: string, draft: Draft, text: string): string | undefined {
  const word = option.toLowerCase();
  if (word === 'defer_ok') draft.deferOk = true;
  else if (word === 'no_details') draft.untold = true;
  else if (word === 'success_on_redirect') draft.successOnRedirect = true;
  else if (word.startsWith('callout_defer_ok') || word === 'check_postmaster' || word.startsWith('callout')) {
    const read = readCallout(option, draft.callout, text);
    if (!read.ok) return read.error;
    draft.callout = read.value;
  } else if (word.startsWith('quota')) return readQuota(option.slice('quota'.length), draft, text);
  else return `unknown option "${option}" in ACL condition "verify ${text}"`;
  return undefined;
}

/** An hour where there is room, five minutes where there is none. */
const QUOTA_SECONDS = { positive: 3600, negative: 300 };

function readQuota(behind: string, draft: Draft, text: string): string | undefined {
  const [, list] = /^\s*=\s*(.*)$/s.exec(behind) ?? [];
  if (behind.trim() !== '' && list === undefined) return `'=' expected after "quota" in ACL verify condition "${text}"`;
  let { positive, negative } = QUOTA_SECONDS;
  let cache = true;
  for (const item of readList(`<,${list ?? ''}`).items) {
    const [, which, time] = /^cache(pos|neg)=(.*)$/s.exec(item) ?? [];
    const seconds = time === undefined ? 0 : parseInterval(time);
    if (seconds === undefined) return `bad time value in ACL condition "verify ${text}"`;
    if (which === 'pos') positive = seconds;
    else if (which === 'neg') negative = seconds;
    else if (item === 'no_cache') cache = false;
  }
  draft.quota = { cache, positiveSeconds: positive, negativeSeconds: negative };
  return undefined;
}
