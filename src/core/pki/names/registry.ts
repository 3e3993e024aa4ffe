/** The rules, in the order they are shown. To add one: a file, its name in types.ts, its row here. */
import { exim } from './exim.ts';
import { node } from './node.ts';
import { openssl } from './openssl.ts';
import { rfc6125 } from './rfc6125.ts';
import { rfc7672 } from './rfc7672.ts';
import { rfc9525 } from './rfc9525.ts';
import type { NameRule, RuleName } from './types.ts';

export const nameRules: Readonly<Record<RuleName, NameRule>> = { rfc9525, rfc6125, rfc7672, exim, node, openssl };
