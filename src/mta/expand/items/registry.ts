/** Every item. To add one: a file here (copy `env.ts`), and its row below. */
import type { ItemRow } from '../ast.ts';
import { acl } from './acl.ts';
import { authresults } from './authresults.ts';
import { certextract } from './certextract.ts';
import { CUT_ITEMS } from './cut.ts';
import { env } from './env.ts';
import { extract } from './extract.ts';
import { filter } from './filter.ts';
import { hmac } from './hmac.ts';
import { ifItem } from './if.ts';
import { imapfolder } from './imapfolder.ts';
import { listextract, listquote } from './list-fields.ts';
import { lookup } from './lookup.ts';
import { map } from './map.ts';
import { dlfunc, perl } from './programs.ts';
import { prvs, prvscheck } from './prvs.ts';
import { readfile } from './readfile.ts';
import { readsocket } from './readsocket.ts';
import { reduce } from './reduce.ts';
import { run } from './run.ts';
import { sg } from './sg.ts';
import { sort } from './sort.ts';
import { srsEncode } from './srs.ts';
import { tr } from './tr.ts';

export const ITEMS: readonly ItemRow[] = [
  acl,
  authresults,
  certextract,
  dlfunc,
  env,
  extract,
  filter,
  hmac,
  ifItem,
  imapfolder,
  listextract,
  listquote,
  lookup,
  map,
  perl,
  prvs,
  prvscheck,
  readfile,
  readsocket,
  reduce,
  run,
  sg,
  sort,
  srsEncode,
  tr,
  ...CUT_ITEMS,
];

const BY_NAME = new Map(ITEMS.map((row) => [row.name, row]));

export const findItem = (name: string): ItemRow | undefined => BY_NAME.get(name);
