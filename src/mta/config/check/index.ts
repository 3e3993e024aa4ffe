/** What is wrong with a configuration that can be read: what would come to light only when a message is there. */
import { Problems } from '../problems.ts';
import type { Configuration, ConfigurationError } from '../types.ts';
import { type NamedAccount, tellMissing } from './accounts.ts';
import { checkAcls } from './acls.ts';
import { checkDrivers, checkTransportNames } from './drivers.ts';
import { checkExpansions } from './expansions.ts';
import { checkLists } from './lists.ts';
import { checkMain } from './main.ts';

export { accountsIn, type NamedAccount } from './accounts.ts';

const CHECKS: readonly ((configuration: Configuration, problems: Problems) => void)[] = [
  checkMain,
  checkDrivers,
  checkTransportNames,
  checkLists,
  checkAcls,
  checkExpansions,
];

/** Errors that Exim, too, refuses a configuration for; everything else it meets when somebody uses it. */
export function whatForbidsUse(configuration: Configuration): readonly ConfigurationError[] {
  const problems = new Problems();
  checkMain(configuration, problems);
  checkDrivers(configuration, problems);
  return problems.all.filter(({ severity }) => severity === 'error');
}

/** In the order of the lines. */
export function checkConfiguration(
  configuration: Configuration,
  missing: readonly NamedAccount[] = [],
): readonly ConfigurationError[] {
  const problems = new Problems();
  for (const check of CHECKS) check(configuration, problems);
  tellMissing(missing, problems);
  return problems.all;
}
