import type { Clock, Failure, Result } from '../../base/index.ts';
import type { AddressTests, TestOptions } from '../address-test/index.ts';
import type { Configuration } from '../config/index.ts';
import type { Delivered, How, QueueRun } from '../deliver/index.ts';
import type { QueueSource } from '../queue/index.ts';
import type { Claims, SubmissionFlags } from '../submission/index.ts';
import type { RunAsked } from './run-words.ts';

/** The world of a program that is called as Exim is. Texts are octet strings. */
export interface Deliverer {
  readonly deliver: (id: string, how: How) => Promise<Delivered>;
  readonly runQueue: (run: Omit<QueueRun, 'atOnce' | 'signal'>) => Promise<number>;
  readonly close: () => Promise<void>;
}

export interface PersonalityPorts {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly hostname: string;
  /** Where a configuration is when `-C` names none; undefined: nowhere. */
  readonly defaultFile: string | undefined;
  readonly out: (octets: string) => Promise<void>;
  readonly complain: (octets: string) => void;
  /** Standard input, as it comes. */
  readonly input: () => AsyncIterable<string>;
  /** Hands in the message on standard input; the answer is the exit status. */
  readonly handIn: (program: 'exim' | 'sendmail', flags: SubmissionFlags) => Promise<number>;
  /** Tries messages of the spool. */
  readonly openDeliverer: (configuration: Configuration) => Promise<Result<Deliverer, Failure>>;
  /** Routes and verifies; opened when it is wanted. */
  readonly addressTests: (configuration: Configuration, told?: Told) => AddressTests;
  /** The system's DNS, opened when it is asked. */
  readonly resolver: TestOptions['resolver'];
}

/** Where somebody wants to see how an address is routed. */
export type Told = Pick<TestOptions, 'debug' | 'log'>;

/** What the words came to: one mode, and what is said to it. */
export interface Call {
  /** The flag itself: `-Mf`. */
  readonly flag: string;
  readonly words: readonly string[];
  readonly configuration: QueueSource | undefined;
  readonly sender?: string;
  /** `-oM…`. */
  readonly claims?: Claims;
  /** `-qGname` beside another flag: whose queue; empty is the ordinary one. */
  readonly queue: string;
  /** `-q…`, `-R`, `-S`: a run that is asked for, which other flags keep from being made. */
  readonly run?: RunAsked;
  /** `-Mset`: the message that `-be` is about. */
  readonly loaded?: string;
  readonly verbose: boolean;
  /** `-oA`: the file of aliases, for `-bi`. */
  readonly aliases?: string;
  /** `-n`: values without names. */
  readonly bare: boolean;
  /** `-bf`, `-bF`. */
  readonly tried?: Tried;
}

/** A forward file or a filter that is tried, and for whom. */
export interface Tried {
  /** `-bF`: the file of a system's filter. */
  readonly filter?: string;
  /** `-bf`: the file of somebody's. */
  readonly forward?: string;
  readonly domain?: string;
  readonly localPart?: string;
  readonly prefix?: string;
  readonly suffix?: string;
}

/**
 * What may need an administrator, by the option that says so: a message tried and the queue run (`prod_requires_admin`), its
 * listing, tests of addresses and strings (`commandline_checks_require_admin`). No option lets others look at or change a
 * message, load it for strings, nor give it up.
 */
export type AdminNeed = 'contents' | 'giving-up' | 'loading' | 'message' | 'run' | 'listing' | 'checks';

/** A mode of Exim's: its flags, and what is done; the answer is the exit status. */
export interface Mode {
  readonly matches: (flag: string) => boolean;
  /** What is wrong with the words, of whomever they are; undefined: nothing. */
  readonly fault?: (call: Call) => string | undefined;
  /** It has something to say even where the configuration cannot be used. */
  readonly readsItself?: true;
  /** Absent: anybody may. */
  readonly admin?: (call: Call) => AdminNeed;
  readonly run: (call: Call, ports: PersonalityPorts) => Promise<number>;
}
