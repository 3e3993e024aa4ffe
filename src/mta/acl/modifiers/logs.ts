/** `logwrite` and `log_reject_target`: what goes into which log. */
import { readList } from '../../expand/index.ts';
import { isOn } from '../engine/options.ts';
import { type AclRun, log } from '../engine/run.ts';
import { placeName } from '../engine/site.ts';
import { printable } from '../printable.ts';
import type { ModifierRow } from '../rows.ts';
import type { LogName } from '../types.ts';

export const logwrite: ModifierRow = {
  name: 'logwrite',
  apply: ({ text }, run) => {
    write(run, text);
    return undefined;
  },
};

/** `:main,reject: text`. */
function write(run: AclRun, text: string): void {
  const [whole, names = ''] = /^:([^:]*):/.exec(text) ?? [''];
  const logs = namedIn(names);
  if (logs === undefined || (whole === '' && text.startsWith(':'))) {
    log(run, printable(`unknown log name in "${text}" in "logwrite" in ${site(run)} ACL`), ['main', 'panic']);
    return;
  }
  const line = text.slice(whole.length).replace(/^[ \t\n\v\f\r]+/, '');
  log(run, printable(line, isOn(run.world, 'print_topbitchars')), logs.length === 0 ? ['main'] : logs);
}

const LOG_NAMES: readonly LogName[] = ['main', 'panic', 'reject'];

/** undefined: one of them is no log. */
function namedIn(names: string): readonly LogName[] | undefined {
  const rest = names.replace(/(?:main|panic|reject),?/g, '');
  return rest === '' ? LOG_NAMES.filter((name) => names.includes(name)) : undefined;
}

const site = ({ world }: AclRun): string => placeName(world.phase);

export const logRejectTarget: ModifierRow = {
  name: 'log_reject_target',
  apply: ({ text }, run) => {
    const logs = new Set<LogName>();
    for (const name of readList(text).items) {
      if (LOG_NAMES.includes(name as LogName)) logs.add(name as LogName);
      else {
        logs.add('main').add('reject');
        log(run, `unknown log name "${name}" in "log_reject_target" in ${site(run)} ACL`, ['main', 'panic']);
      }
    }
    run.effects.push({ kind: 'reject-target', logs: [...logs] });
    return undefined;
  },
};
