/**
 * Who is there, of thousands that come and go.
 *
 * A Set makes its table anew as it grows and shrinks, and V8 links each old table to the next: once one of them has grown old,
 * all that follow, and whoever stands in them, are kept until the next full collection.
 */

/** Knows its place, which is the roster's to say. */
export interface Enrolled {
  /** Absent: in no roster. */
  place: number | undefined;
}

export class Roster<Member extends Enrolled> {
  private readonly members: Member[] = [];

  get size(): number {
    return this.members.length;
  }

  /** Of who is in none so far. */
  enter(member: Member): void {
    member.place = this.members.length;
    this.members.push(member);
  }

  /** @returns whether it was there; the last one takes its place */
  leave(member: Member): boolean {
    const { place } = member;
    if (place === undefined) return false;
    const last = this.members.pop()!;
    if (last !== member) {
      last.place = place;
      this.members[place] = last;
    }
    member.place = undefined;
    return true;
  }

  /** Those that are there now, whoever comes or goes meanwhile. */
  all(): readonly Member[] {
    return [...this.members];
  }
}
