/** What a router's options say of what comes after it: logging, retries, codes in texts. */
import type { Driver } from '../config/index.ts';
import { flag } from './settings.ts';
import type { RouterTraits } from './types.ts';

/** Undefined: no router took the address. */
export const traitsOf = (router: Driver | undefined): RouterTraits =>
  router === undefined
    ? NO_TRAITS
    : {
        router: router.name,
        logsNothing: flag(router, 'disable_logging'),
        retriesByAddress: flag(
          router,
          'retry_use_local_part',
          ABOUT_ADDRESS.some((name) => router.settings.has(name)),
        ),
      };

const NO_TRAITS: RouterTraits = { logsNothing: false, retriesByAddress: false };

/** With any of these two addresses of a domain may fare differently. */
const ABOUT_ADDRESS = [
  'check_local_user',
  'condition',
  'local_part_prefix',
  'local_part_suffix',
  'local_parts',
  'require_files',
  'senders',
];
