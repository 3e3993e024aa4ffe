/** Files say in their names whose they are: `<pid>-<when it began>`, so that what the dead left can be told. */
import { isGone, ourMark } from '../../../base/index.ts';

export function ourName(): string {
  const { pid, began = '' } = ourMark();
  return `${pid}-${began}`;
}

/** Has the process of that name ended? False also for what is no name. */
export function isLeftBehind(name: string): boolean {
  const match = /^(\d+)-(\d*)$/.exec(name);
  if (match === null) return false;
  const [, pid, began] = match;
  return isGone({ pid: Number(pid), ...(began !== '' && { began: began! }) });
}
