import { describe, expect, it } from 'vitest';
import { type Enrolled, Roster } from '../../src/base/index.ts';

interface Guest extends Enrolled {
  readonly name: string;
}

const guest = (name: string): Guest => ({ name, place: undefined });
const names = (roster: Roster<Guest>): readonly string[] => roster.all().map(({ name }) => name);

describe('a roster', () => {
  it('has who came and has not left', () => {
    const roster = new Roster<Guest>();
    const [ann, bob, cid] = [guest('ann'), guest('bob'), guest('cid')];
    for (const one of [ann, bob, cid]) roster.enter(one);
    expect(roster.leave(ann)).toBe(true);
    expect([...names(roster)].sort()).toEqual(['bob', 'cid']);
    roster.enter(ann);
    expect(roster.size).toBe(3);
    for (const one of [cid, bob, ann]) expect(roster.leave(one)).toBe(true);
    expect(names(roster)).toEqual([]);
  });

  it('lets nobody leave twice', () => {
    const roster = new Roster<Guest>();
    const [ann, bob] = [guest('ann'), guest('bob')];
    roster.enter(ann);
    roster.enter(bob);
    expect(roster.leave(ann)).toBe(true);
    expect(roster.leave(ann)).toBe(false);
    expect(names(roster)).toEqual(['bob']);
  });

  it('tells of those that were there when it was asked', () => {
    const roster = new Roster<Guest>();
    const all = Array.from({ length: 100 }, (_, at) => guest(String(at)));
    for (const one of all) roster.enter(one);
    for (const one of roster.all()) roster.leave(one);
    expect(roster.size).toBe(0);
    expect(all.every(({ place }) => place === undefined)).toBe(true);
  });
});
