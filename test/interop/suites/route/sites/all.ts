import type { RouteConfiguration } from '../configurations.ts';
import { AFFIXES } from './affixes.ts';
import { GATEWAY } from './gateway.ts';
import { LISTS } from './lists.ts';
import { PROGRAMS } from './programs.ts';
import { PROVIDER } from './provider.ts';
import { RELAYS } from './relays.ts';

export const SITES: readonly RouteConfiguration[] = [PROVIDER, RELAYS, LISTS, GATEWAY, PROGRAMS, AFFIXES];
