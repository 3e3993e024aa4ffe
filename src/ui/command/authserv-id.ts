/** Who speaks in an Authentication-Results field (RFC 8601 §2.5). */
import * as Flags from '@oclif/core/flags';
import type { Fields } from './fields.ts';

export const authservIdFlag = Flags.string({
  helpValue: 'NAME',
  description: 'who made the checks, for Authentication-Results [default: our name in EHLO]',
});

const MAX_ID = 255;

export function readAuthservId(fields: Fields): string | undefined {
  const id = fields.optionalText('authservId');
  if (id === undefined) return undefined;
  if (id === '' || id.length > MAX_ID || /[\x00-\x1f\x7f]/.test(id))
    fields.problem(`"authservId" must be a name such as mx.example.org, of at most ${MAX_ID} characters on one line`);
  return id;
}
