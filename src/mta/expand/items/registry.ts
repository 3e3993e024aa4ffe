/** Every item. To add one: a file here (copy `length.ts`), and its row below. */
import type { ItemRow } from '../ast.ts';
import { env } from './env.ts';
import { extract } from './extract.ts';
import { ifItem } from './if.ts';
import { length } from './length.ts';
import { map } from './map.ts';

export const ITEMS: readonly ItemRow[] = [env, extract, ifItem, length, map];

const BY_NAME = new Map(ITEMS.map((row) => [row.name, row]));

export const findItem = (name: string): ItemRow | undefined => BY_NAME.get(name);
