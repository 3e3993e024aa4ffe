import { readSize } from './size.ts';
import type { ControlRow } from './types.ts';

/** Options that nobody knows are passed over. */
export const debug: ControlRow = {
  name: 'debug',
  options: true,
  read: ({ options }) => {
    const parts = options.split('/').slice(1);
    const after = (name: string): string | undefined =>
      parts.findLast((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
    const trigger = after('trigger');
    const optional = {
      tag: after('tag'),
      options: after('opts'),
      pretriggerBytes: readSize(after('pretrigger')),
      trigger: trigger === 'now' || trigger === 'paniclog' ? trigger : undefined,
    } as const;
    const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
    return { name: 'debug', debug: { ...given, stop: parts.includes('stop'), kill: parts.includes('kill') } };
  },
};
