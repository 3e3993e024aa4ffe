import { expect, it } from 'vitest';
import { makeItem } from '../../../src/mta/route/item.ts';
import { nodeOf } from '../../../src/mta/route/node.ts';

const saidOf = (end: { readonly userMessage?: string; readonly isReported?: true }): string | undefined => {
  const level = {
    item: makeItem('x@gone.test'),
    trail: [],
    end: { kind: 'fail', message: 'no hosts', ...end },
  } as const;
  const { outcome } = nodeOf(level);
  return outcome.kind === 'fail' ? outcome.userMessage : undefined;
};

it('what no client hears of a failure stands in reports where the router says so', () => {
  expect(saidOf({})).toBeUndefined();
  expect(saidOf({ isReported: true })).toBe('no hosts');
  expect(saidOf({ isReported: true, userMessage: 'for you' })).toBe('for you');
});
