import { expect, it } from 'vitest';
import { Lanes } from '../../../../src/mta/deliver/schedule/lanes.ts';

const items = (...written: string[]) => written.map((id) => ({ id, domain: id.replace(/\d/, '') }));
const takeAll = (lanes: Lanes): string[] => {
  const taken: string[] = [];
  for (let item = lanes.take(); item !== undefined; item = lanes.take()) taken.push(item.id);
  return taken;
};
const [a1] = items('a1');
const [a2] = items('a2');

it('of each domain the first is tried alone', () => {
  const lanes = new Lanes(items('a1', 'a2', 'b1', 'a3', 'b2'));
  expect(takeAll(lanes)).toEqual(['a1', 'b1']);
});

it('where nothing is remembered the others go, and those behind them', () => {
  const lanes = new Lanes(items('a1', 'a2', 'a3'));
  lanes.take();
  expect(lanes.take()).toBeUndefined();
  lanes.done(a1!, false);
  expect(takeAll(lanes)).toEqual(['a2', 'a3']);
});

it('where something is remembered the next is tried alone', () => {
  const lanes = new Lanes(items('a1', 'a2', 'a3', 'a4'));
  takeAll(lanes);
  lanes.done(a1!, true);
  expect(takeAll(lanes)).toEqual(['a2']);
  lanes.done(a2!, false);
  expect(takeAll(lanes)).toEqual(['a3', 'a4']);
  lanes.done(a2!, true);
});

it('one that comes to a lane nobody is tried of is tried', () => {
  const lanes = new Lanes(items('a1', 'b1', 'a2'));
  expect(lanes.take()?.id).toBe('a1');
  lanes.done(a1!, true);
  expect(takeAll(lanes)).toEqual(['b1', 'a2']);
});
