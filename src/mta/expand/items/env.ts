import { secondBranch } from '../evaluate/branches.ts';
import { clean } from '../outcome.ts';
import { foundItem } from './make.ts';

/** `${env{name}…}`: what is in the environment after `keep_environment` and `add_environment` is ours, and untainted. */
export const env = foundItem({
  name: 'env',
  doc: 'The value of an environment variable.',
  missing: [''], // Exim has no words for it
  skipped: secondBranch,
  find: ([name], run) => {
    const value = run.host.system.environment(name!.text);
    return value === undefined ? undefined : clean(value);
  },
});
