import type { RouteConfiguration } from '../configurations.ts';
import { AFFIXES } from './affixes.ts';
import { BORDERS } from './borders.ts';
import { CAMPUS } from './campus.ts';
import { FORWARDING } from './forwarding.ts';
import { GATEWAY } from './gateway.ts';
import { LISTS } from './lists.ts';
import { PROGRAMS } from './programs.ts';
import { PROVIDER } from './provider.ts';
import { REDIRECTS } from './redirects.ts';
import { RELAYS } from './relays.ts';
import { TOWNS } from './towns.ts';

export const SITES: readonly RouteConfiguration[] = [
  ...[PROVIDER, RELAYS, LISTS, GATEWAY, PROGRAMS, AFFIXES],
  ...[CAMPUS, REDIRECTS, BORDERS, TOWNS, FORWARDING],
];
