import { createHmac } from 'node:crypto';
import { clean, failed } from '../outcome.ts';
import { stringsItem } from './make.ts';

/** `${hmac{md5}{secret}{string}}` (RFC 2104) */
export const hmac = stringsItem({
  name: 'hmac',
  doc: 'A keyed digest in lower-case hexadecimal, by MD5 or SHA-1.',
  min: 3,
  apply: ([algorithm, secret, subject]) => {
    const name = algorithm!.text;
    if (name !== 'md5' && name !== 'sha1') return failed(`hmac algorithm "${name}" is not recognised`);
    const digest = createHmac(name, Buffer.from(secret!.text, 'latin1')).update(subject!.text, 'latin1');
    return clean(digest.digest('hex'));
  },
});
