/** The state of one run: effects so far, what the last match captured, the arguments of the ACL at hand. */
import { after, type ExpansionHost, type Later, type Text } from '../../expand/index.ts';
import type { AclEffect, AclOutcome, AclStep, AclWorld, LogName, SenderFailure } from '../types.ts';

/** What an ACL came to. */
export interface Ended {
  readonly outcome: AclOutcome;
  readonly message: Text | undefined;
  readonly logMessage: string | undefined;
  readonly steps: readonly AclStep[];
}

/** Runs another ACL inside of this run; given from above, since what a clause does may be just that. */
export type Call = (run: AclRun, source: Text, args: readonly Text[]) => Later<Ended>;

export interface AclRun {
  readonly world: AclWorld;
  /** The world's, and what only a running ACL knows. */
  readonly host: ExpansionHost;
  readonly effects: AclEffect[];
  readonly call: Call;
  /** What the clause at hand found, for who asks why. */
  notes: string[];
  /** `$0`, `$1`, … as the last list left them. */
  captures: readonly Text[];
  /** `$acl_arg1` and on, of the ACL at hand. */
  args: readonly Text[];
  /** ACLs inside ACLs. */
  level: number;
  /** `$acl_verify_message`. */
  verifyMessage: Text | undefined;
  /** The last sender that could not be verified. */
  senderFailure: SenderFailure | undefined;
  /** A client may be told why it is put off. */
  temporaryDetails: boolean;
}

export function createRun(world: AclWorld, args: readonly Text[], call: Call): AclRun {
  const run: AclRun = {
    world,
    host: undefined as never,
    effects: [],
    call,
    notes: [],
    captures: NOTHING,
    args,
    level: 0,
    verifyMessage: undefined,
    senderFailure: undefined,
    temporaryDetails: false,
  };
  return Object.assign(run, { host: hostOf(run) });
}

const NOTHING: readonly Text[] = [];

function hostOf(run: AclRun): ExpansionHost {
  const { host } = run.world;
  return {
    ...host,
    variable: (name) => {
      const own = OWN[name];
      return own === undefined ? host.variable(name) : own(run);
    },
    captures: () => run.captures,
    acls: {
      run: (name, args) => {
        run.effects.push({ kind: 'reject-target', logs: USUAL_TARGETS }); // as with Exim: an expansion begins a run of its own
        return after(run.call(run, name, args), ({ outcome, message }) => ({
          outcome,
          ...(message !== undefined && { message }),
        }));
      },
    },
  };
}

const USUAL_TARGETS: readonly LogName[] = ['main', 'reject'];

type Own = (run: AclRun) => Text | string | undefined;

/** Variables that belong to the run. */
const OWN: Readonly<Record<string, Own>> = {
  acl_narg: ({ args }) => String(args.length),
  acl_verify_message: ({ verifyMessage }) => verifyMessage,
  ...Object.fromEntries(
    Array.from({ length: 9 }, (_, index): [string, Own] => [`acl_arg${index + 1}`, ({ args }) => args[index]]),
  ),
};

/** A sentence on how a clause came to its answer; kept where steps are. */
export function note({ world, notes }: AclRun, text: string): void {
  if (world.traced === true) notes.push(text);
}

/** What has been noted since it was last asked. */
export function takeNotes(run: AclRun): readonly string[] {
  const { notes } = run;
  run.notes = [];
  return notes;
}

export const log = (run: AclRun, text: string, logs: readonly LogName[] = ['main']): void =>
  tell(run, { kind: 'log', logs, text });

/** What is wrong, in our own words about others'. */
export const logMistake = (run: AclRun, text: string, logs: readonly LogName[] = ['main']): void =>
  tell(run, { kind: 'log', logs, text, isRaw: true });

/** At once where somebody listens; else with the verdict. */
export function tell({ world, effects }: AclRun, effect: AclEffect): void {
  if (world.log === undefined) effects.push(effect);
  else world.log(effect);
}
