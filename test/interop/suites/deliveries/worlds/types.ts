/** Messages put to both servers, and the configuration that they meet. */
import type { HopRow } from '../hops.ts';
import type { Names } from '../names.ts';

export interface Scenario {
  readonly title: string;
  readonly sender: string;
  /** With what stands behind them in RCPT. */
  readonly recipients: readonly string[];
  /** Behind MAIL. */
  readonly mail?: string;
  /** Messages that come first. */
  readonly before?: readonly Scenario[];
  /** Messages that follow in the same session. */
  readonly behind?: readonly Scenario[];
  /** Connections that are open beside it and say nothing. */
  readonly beside?: number;
  /** Commands of SMTP before MAIL, whose replies count. */
  readonly asks?: readonly string[];
  /** Commands afterwards, of which those of `-b` count with what they print: `-q`, `-qf`, …; `ID` stands for what is queued then. Those of `-od` take in a message. */
  readonly runs?: readonly string[];
  /** Header lines beside the usual ones, each with its LF. */
  readonly header?: string;
  /** Lines with LF; absent: two short ones. */
  readonly body?: string;
  readonly differs?: KnownDifference;
}

/** Why it is not as with Exim, and in which lines: any other that one of both has alone is a failure. */
export interface KnownDifference {
  readonly because: string;
  readonly lines: RegExp;
}

export interface Places {
  /** Of this server, for mailboxes in `box/` and the world's files. */
  readonly folder: string;
  /** Ports of next hops, by their kind. */
  readonly hops: readonly number[];
  /** Where nobody listens. */
  readonly dead: number;
}

/** A configuration, and what is tried with it. */
export interface World {
  readonly name: string;
  readonly configuration: (places: Places) => string;
  readonly scenarios: readonly Scenario[];
  /** Into the server's folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Commands of a shell there, before it starts. */
  readonly prepare?: string;
  /** Deliveries are made by whom root starts, and so as other users. */
  readonly isRoots?: boolean;
  /** Next hops in place of the usual kinds, and files that are made anew; once for both servers. Names are there in the full form. */
  readonly furnish?: (names: Names | undefined) => Promise<Preparation>;
  /** What differs in form alone, beside the usual. */
  readonly forms?: readonly (readonly [RegExp, string])[];
  /** Where neither starts with it, they are alike. */
  readonly mayBeRefused?: boolean;
  /** Left out of the reduced form. */
  readonly isInFullAlone?: boolean;
  /** Lines of mailboxes and conversations are compared in their order, messages in any. */
  readonly isOrdered?: boolean;
  /** Lines of the log about one message are compared in their order: nothing is done beside something else. */
  readonly isLogOrdered?: boolean;
  /** No connection is kept for later: where one was ended with QUIT, and where not, is compared. */
  readonly keepsQuit?: boolean;
}

export interface Preparation {
  /** Of one server. */
  readonly hops?: () => readonly HopRow[];
  readonly files?: Readonly<Record<string, string>>;
}

/** A router for one local part of this host. */
export const redirect = (name: string, options: string): string =>
  `r_${name}:\n  driver = redirect\n  domains = +local_domains\n  local_parts = ${name}\n  ${options}\n`;

/** A router for `NAME.example`. */
export const remote = (name: string, route: string, more = ''): string =>
  `r_${name}:\n  driver = manualroute\n  domains = ${name}.example\n  route_list = * ${route} byname\n  self = send\n  transport = out\n${more === '' ? '' : `  ${more}\n`}`;

export const one = (title: string, ...recipients: string[]): Scenario => from('ann@example.org', title, ...recipients);

/** Those of these titles are known to differ. */
export const differing = (
  scenarios: readonly Scenario[],
  known: Readonly<Record<string, KnownDifference>>,
): readonly Scenario[] =>
  scenarios.map((scenario) => {
    const differs = known[scenario.title];
    return differs === undefined ? scenario : { ...scenario, differs };
  });

export const from = (sender: string, title: string, ...recipients: string[]): Scenario => ({
  title,
  sender,
  recipients,
});

/** The same mail, and other fields in the log. */
export const logging = (world: World, name: string, selectors: string): World => ({
  ...world,
  name,
  configuration: (places) => world.configuration(places).replace(/^log_selector = .*$/m, selectors),
});
