/** Mail that cannot be delivered as it is meant to be: what becomes of it, within what time, and what the log says of it. */

export interface Row {
  readonly name: string;
  readonly sender?: string;
  readonly recipients: readonly string[];
  /** Octets; 2,000 where it is not said. */
  readonly octets?: number;
  /** Everything is over within: seconds on a machine with other work. */
  readonly withinSeconds: number;
  /** What the lines about it have, each somewhere. */
  readonly logged: readonly RegExp[];
  /** So many addresses are delivered to, once each. */
  readonly delivers?: number;
  /** Its sender is told, in such words; absent: there is nothing to tell, or nobody. */
  readonly told?: RegExp;
}

export const rows = (many: number): readonly Row[] => [
  {
    name: 'aliases in a circle, and one that is not',
    recipients: ['circle@alias.test'],
    withinSeconds: 20,
    logged: [/=> bob@hop\.test <circle@alias\.test>/, /\*\* circle@alias\.test: Unrouteable/],
    told: /circle@alias\.test/,
  },
  {
    name: 'an alias of itself',
    recipients: ['own@alias.test'],
    withinSeconds: 20,
    logged: [/\*\* own@alias\.test.*Unrouteable/],
    told: /own@alias\.test/,
  },
  {
    name: 'an address that grows with each router',
    recipients: ['a@grows.test'],
    withinSeconds: 30,
    logged: [/routing loop for x{100,}a@grows\.test/, /\*\* .*retry timeout exceeded/],
    told: /a@grows\.test/,
  },
  {
    name: 'a thousand aliases that lead from one to the next',
    recipients: ['level0@alias.test'],
    withinSeconds: 30,
    logged: [/routing loop for level\d+@alias\.test/],
  },
  {
    name: 'files that include one another',
    recipients: ['a@included.test'],
    withinSeconds: 30,
    logged: [/files include one another|too many/i, /\*\* .*retry timeout exceeded/],
    told: /a@included\.test/,
  },
  {
    name: `an alias of ${many} addresses`,
    recipients: ['many@alias.test'],
    withinSeconds: 60 + many / 200,
    logged: [new RegExp(`[-=]> u${many - 1}@hop\\.test <many@alias\\.test>`), /[-=]> u0@hop\.test/, /Completed/],
    delivers: many,
  },
  {
    name: `the last of ${many} aliases`,
    recipients: [`n${many - 1}@alias.test`],
    withinSeconds: 20,
    logged: [new RegExp(`=> last${many - 1}@hop\\.test`)],
  },
  {
    name: 'a program that never ends',
    recipients: ['a@sleeps.test'],
    withinSeconds: 25,
    logged: [/\*\* a@sleeps\.test.*pipe delivery process timed out/],
    told: /a@sleeps\.test/,
  },
  {
    name: 'a program that never stops talking',
    recipients: ['a@talks.test'],
    withinSeconds: 20,
    logged: [/\*\* a@talks\.test.*(?:SIGPIPE|signal|too much output|output)/i],
    told: /a@talks\.test/,
  },
  {
    name: 'a program that does not listen',
    recipients: ['a@deaf.test'],
    octets: 300_000,
    withinSeconds: 25,
    logged: [/a@deaf\.test/],
  },
  {
    name: 'a next hop that takes it and says nothing more',
    recipients: ['drop@later.test'],
    withinSeconds: 30,
    logged: [/Remote host closed connection|closed connection/i, /retry timeout exceeded/],
    told: /drop@later\.test/,
  },
  {
    name: '450 for ever',
    recipients: ['tmp@later.test'],
    withinSeconds: 30,
    logged: [/450 4\.2\.0 try later/, /\*\* .*retry timeout exceeded/],
    told: /450 4\.2\.0 try later/,
  },
  {
    name: '554 behind the dot',
    recipients: ['dot5@hop.test'],
    withinSeconds: 20,
    logged: [/\*\* dot5@hop\.test.*554 5\.6\.0 not this text/],
    told: /554 5\.6\.0 not this text/,
  },
  {
    name: '451 behind the dot, for ever',
    recipients: ['dot4@later.test'],
    withinSeconds: 30,
    logged: [/== .*451 4\.6\.0 not now/, /\*\* .*retry timeout exceeded/],
    told: /451 4\.6\.0/,
  },
  {
    name: 'a bounce for a report that cannot be delivered',
    sender: '',
    recipients: ['zed@hop.test'],
    withinSeconds: 20,
    logged: [/\*\* zed@hop\.test.*550 5\.1\.1/, /zed@hop\.test: error ignored/],
  },
  {
    name: 'a name of a thousand labels',
    recipients: [`a@${'b.'.repeat(120)}test`],
    withinSeconds: 20,
    logged: [/\*\* .*Unrouteable address/],
    told: /Unrouteable address/,
  },
];
