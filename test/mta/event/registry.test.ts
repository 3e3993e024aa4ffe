import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVENTS } from '../../../src/mta/event/index.ts';

const src = join(import.meta.dirname, '../../../src/mta');
const RAISERS = [
  'daemon/compose/reception.ts',
  'deliver/events.ts',
  'receive/answers/auth.ts',
  'receive/failures.ts',
  'tls/events.ts',
  'tls/server.ts',
  ...['attempt', 'auth', 'open', 'tour', 'tls/dane', 'tls/judge'].map((name) => `transport/smtp/${name}.ts`),
];

describe('events', () => {
  it('are all raised somewhere', () => {
    const code = RAISERS.map((file) => readFileSync(join(src, file), 'utf8')).join('\n');
    const raised = (name: string): boolean =>
      code.includes(`name: '${name}'`) || (name.startsWith('smtp:fail:') && code.includes('name: `smtp:fail:${kind}`'));
    expect(EVENTS.map(({ name }) => name).filter((name) => !raised(name))).toEqual([]);
  });

  it('stand once, in order', () => {
    const names = EVENTS.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
  });
});
