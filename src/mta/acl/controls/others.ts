/** Controls that fit nowhere else. */
import { after, isFailure } from '../../expand/index.ts';
import { error } from '../rows.ts';
import { dscp } from './dscp.ts';
import type { ControlRow } from './types.ts';

/** From here on, the rest of this ACL included. */
const keptBack = (name: 'no_callout_flush' | 'no_delay_flush'): ControlRow => ({
  name,
  read: (_order, { world: { facts } }) => {
    const kept = name === 'no_delay_flush' ? { delays: true } : { callouts: true };
    facts.connection.keepsBack = { ...facts.connection.keepsBack, ...kept };
    return { name };
  },
});

/** For tests: the ACL ends as if something were broken. */
const broken: ControlRow = { name: 'error', read: () => ({ came: 'error' }) };

const WHEN = { '': 'always', '/1': 'always', '/0': 'never', '/-1': 'needed' } as const;

const downconvert: ControlRow = {
  name: 'utf8_downconvert',
  options: true,
  read: ({ options }) => {
    const when = Object.hasOwn(WHEN, options) ? WHEN[options as keyof typeof WHEN] : undefined;
    return when === undefined
      ? error('bad option value for control=utf8_downconvert')
      : { name: 'utf8_downconvert', when };
  },
};

const wellknown: ControlRow = {
  name: 'wellknown',
  options: true,
  read: ({ options, syntax, tainted }, { host }) => {
    const file = options.slice(1);
    if (file === '') return syntax;
    // What the client says is no name of a file: dsearch makes one of it.
    if (tainted) return { came: 'fail', logMessage: `wellknown: tainted name of a file: "${file}"` };
    return after(host.system.stat(file), (facts) =>
      isFailure(facts) ? { came: 'fail', logMessage: `wellknown: ${facts.message}` } : { name: 'wellknown', file },
    );
  },
};

const refused = (name: string, why: string): ControlRow => ({
  name,
  options: true,
  read: () => error(`"control=${name}" does not work here: ${why}`),
});

export const OTHER_CONTROLS = [
  keptBack('no_callout_flush'),
  keptBack('no_delay_flush'),
  broken,
  downconvert,
  wellknown,
  refused('bmi_run', 'Brightmail cannot be asked yet'),
  dscp,
];
