import type { Site } from '../types.ts';
import { internet, smarthost } from './debian.ts';
import { lists } from './lists.ts';
import { names } from './names.ts';
import { virtual } from './virtual.ts';

export const SITES: readonly Site[] = [smarthost, internet, virtual, lists, names];
