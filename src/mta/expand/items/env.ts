import { clean } from '../outcome.ts';
import { foundItem } from './make.ts';

/** `${env{name}…}`: what is in the environment after `keep_environment` and `add_environment` is ours, and untainted. */
export const env = foundItem({
  name: 'env',
  doc: 'The value of an environment variable.',
  missing: ["missing '{' for name arg of env"],
  find: ([name], run) => {
    const value = run.host.system.environment(name!.text);
    return value === undefined ? undefined : clean(value);
  },
});
