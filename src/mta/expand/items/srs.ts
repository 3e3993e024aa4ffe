import { failed, textOf } from '../outcome.ts';
import { readMailAddress } from '../values/mail-address.ts';
import { encodeSrs } from '../values/srs.ts';
import { stringsItem } from './make.ts';

/** `${srs_encode{secret}{return path}{domain}}` */
export const srsEncode = stringsItem({
  name: 'srs_encode',
  doc: 'A return path rewritten so that bounces come back through this host (SRS).',
  min: 3,
  apply: ([secret, path, domain], run) => {
    const address = path!.text === '' ? '' : readMailAddress(path!.text)?.address;
    if (address === undefined || (address === '' && path!.text !== ''))
      return failed(path!.text.trim() === '' ? 'empty address' : `malformed address: ${path!.text}`);
    const tainted = path!.tainted || secret!.tainted || domain!.tainted;
    return textOf(encodeSrs(secret!.text, { given: path!.text, address }, domain!.text, run), tainted);
  },
});
