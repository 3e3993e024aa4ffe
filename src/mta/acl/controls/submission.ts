import type { SubmissionControl } from '../types.ts';
import type { ControlOrder, ControlRow } from './types.ts';

export const submission: ControlRow = {
  name: 'submission',
  options: true,
  read: (order) => {
    const read = readOptions(order);
    return read === undefined ? order.syntax : { name: 'submission', submission: read };
  },
};

/** `name=` goes on to the end, slashes and all. */
function readOptions({ options }: ControlOrder): SubmissionControl | undefined {
  const [whole, before = '', fullName] = /^((?:\/(?!name=)[^/]*)*)(?:\/name=(.*))?$/s.exec(options) ?? [];
  const parts = before.split('/').slice(1);
  if (whole === undefined || !parts.every((part) => part === 'sender_retain' || part.startsWith('domain=')))
    return undefined;
  const domain = parts.findLast((part) => part.startsWith('domain='))?.slice('domain='.length);
  return {
    retainSender: parts.includes('sender_retain'),
    ...(domain !== undefined && { domain }),
    ...(fullName !== undefined && { fullName }),
  };
}
