import { textOf } from '../outcome.ts';
import { encodeSrs } from '../values/srs.ts';
import { stringsItem } from './make.ts';

/** `${srs_encode{secret}{return path}{domain}}` */
export const srsEncode = stringsItem({
  name: 'srs_encode',
  doc: 'A return path rewritten so that bounces come back through this host (SRS).',
  min: 3,
  apply: ([secret, path, domain], run) =>
    textOf(encodeSrs(secret!.text, path!.text, domain!.text, run), path!.tainted || secret!.tainted || domain!.tainted),
});
