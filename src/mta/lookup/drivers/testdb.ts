import { deferred } from '../../expand/index.ts';
import type { DriverAnswer, LookupDriver } from '../types.ts';

export const testdb: LookupDriver = {
  name: 'testdb',
  style: 'query',
  doc: 'For trying things out: fail is not found, defer cannot be answered now, nocache is not remembered, anything else is its own answer.',
  find: ({ key }): DriverAnswer => {
    if (key === 'fail') return { kind: 'not-found' };
    if (key === 'defer') return deferred('testdb lookup forced DEFER');
    return { kind: 'found', text: key, ...(key === 'nocache' && { keepSeconds: 0 }) };
  },
};
