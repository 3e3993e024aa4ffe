/** Kinds of routers. To add one: a file here, a row below, its options in `config/options/routers/`. */
import { accept } from './accept.ts';
import { dnslookup } from './dnslookup.ts';
import { ipliteral } from './ipliteral.ts';
import { iplookup } from './iplookup.ts';
import { manualroute } from './manualroute.ts';
import { queryprogram } from './queryprogram.ts';
import { redirect } from './redirect.ts';
import type { RouterDriver } from './types.ts';

export const ROUTER_DRIVERS: Readonly<Record<string, RouterDriver>> = {
  accept,
  dnslookup,
  ipliteral,
  iplookup,
  manualroute,
  queryprogram,
  redirect,
};
