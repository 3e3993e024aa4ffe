/** Every item. To add one: a file here (copy `env.ts`), and its row below. */
import type { ItemRow } from '../ast.ts';
import { CUT_ITEMS } from './cut.ts';
import { env } from './env.ts';
import { extract } from './extract.ts';
import { ifItem } from './if.ts';
import { map } from './map.ts';

export const ITEMS: readonly ItemRow[] = [env, extract, ifItem, map, ...CUT_ITEMS];

const BY_NAME = new Map(ITEMS.map((row) => [row.name, row]));

export const findItem = (name: string): ItemRow | undefined => BY_NAME.get(name);
