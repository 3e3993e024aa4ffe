/** What was found, as `exim -bt` and `exim -bv` print it (Exim spec §5.2). */
import type { HostData, RouteData } from './data.ts';

export interface Listing {
  /** Each line ends. */
  readonly text: string;
  /** The gravest, as Exim's status: 0 all is well, 1 something waits, 2 something failed. */
  readonly status: 0 | 1 | 2;
}

interface Walk {
  readonly isTest: boolean;
  readonly early: string[];
  readonly accepted: Found[];
  /** Nothing failed or waits, and there is neither a file nor a command. */
  isClean: boolean;
  status: 0 | 1 | 2;
}

interface Found {
  readonly node: RouteData;
  readonly parents: readonly string[];
}

/**
 * What fails and waits first, in order; then local deliveries and remote ones, each the last found first.
 *
 * @param seen  deliveries that have been listed; one that is listed again is marked
 */
export function listRoute(data: RouteData, seen: Set<string>): Listing {
  const { text, status } = listTree(data, seen);
  return { text: rewrittenLine(data) + text, status };
}

const rewrittenLine = ({ address, rewritten }: RouteData): string =>
  rewritten === true ? `Address rewritten as: ${address}\n` : '';

function listTree(data: RouteData, seen: Set<string>): Listing {
  const walk: Walk = { isTest: data.verified === undefined, early: [], accepted: [], isClean: true, status: 0 };
  visit(data, [], walk);
  if (walk.isClean && walk.accepted.length === 0)
    return { text: `mail to ${data.address} is discarded\n`, status: walk.status };
  const ofPlace = (isLocal: boolean) => walk.accepted.filter(({ node }) => (node.local ?? false) === isLocal).reverse();
  const accepted = [...ofPlace(true), ...ofPlace(false)].map((found) => acceptedText(found, seen));
  return { text: [...walk.early, ...accepted].join(''), status: walk.status };
}

/** The short answer of verification: one line about the address itself. */
export function listVerified(data: RouteData): Listing {
  const { text, status } = verifiedLine(data);
  return { text: rewrittenLine(data) + text, status };
}

function verifiedLine({ address, outcome, message }: RouteData): Listing {
  // Rules have made it the null sender: there is nothing to verify.
  if (address === '') return { text: '', status: 0 };
  if (outcome === 'fail') return { text: `${address} failed to verify: ${message}\n`, status: 2 };
  if (outcome === 'defer') return { text: `${address} cannot be resolved at this time: ${message}\n`, status: 1 };
  return { text: `${address} verified\n`, status: 0 };
}

function visit(node: RouteData, parents: readonly string[], walk: Walk): void {
  const { address, outcome, message = '' } = node;
  if (node.special !== undefined) {
    walk.isClean = false;
    walk.early.push(specialText(node, parents[0] ?? ''));
    return;
  }
  if (outcome === 'accept') walk.accepted.push({ node, parents });
  if (outcome === 'fail') {
    const verb = walk.isTest ? 'is undeliverable' : 'failed to verify';
    end(walk, 2, `${address} ${verb}: ${message}${parentsText(parents)}\n`);
  }
  if (outcome === 'defer')
    end(walk, 1, `${address} cannot be resolved at this time: ${message}${parentsText(parents)}\n`);
  for (const child of node.children ?? []) visit(child, [address, ...parents], walk);
}

/** A failure outweighs what waits. */
function end(walk: Walk, status: 1 | 2, text: string): void {
  walk.isClean = false;
  walk.early.push(text);
  if (status > walk.status) walk.status = status;
}

const parentsText = (parents: readonly string[]): string => parents.map((parent) => `\n    <-- ${parent}`).join('');

function specialText({ address, special, outcome, message, transport }: RouteData, parent: string): string {
  const head = special === 'reply' ? `${parent} -> mail ${address.slice(1)}` : `${parent} -> ${address}`;
  if (outcome === 'defer') return `${head}\n*** Error in setting up pipe, file, or autoreply:\n${message}\n`;
  return outcome === 'accept' ? `${head}\n  transport = ${transport}\n` : `${head} *** forbidden ***\n`;
}

function acceptedText({ node, parents }: Found, seen: Set<string>): string {
  const { address, unique, router, transport, hosts = [], local = false, hostsOverridden = false } = node;
  const double = seen.has(unique) ? '   [duplicate, would not be delivered]' : '';
  seen.add(unique);
  const head = `${address}${double}${parentsText(parents)}\n  router = ${router}, transport = ${transport ?? 'unset'}\n`;
  return transport === undefined || hostsOverridden ? head : head + hostLines(hosts, local);
}

function hostLines(hosts: readonly HostData[], isLocal: boolean): string {
  const names = Math.max(0, ...hosts.map(({ name }) => name.length));
  const addresses = Math.max(0, ...hosts.map(({ ip = UNKNOWN }) => ip.length));
  return hosts.map((host) => `  host ${hostText(host, names, addresses, isLocal)}\n`).join('');
}

const UNKNOWN = 'unknown';

function hostText(
  { name, ip, mx, port, unusable }: HostData,
  names: number,
  addresses: number,
  isLocal: boolean,
): string {
  const hasNone = ip === undefined && isLocal;
  const where = hasNone ? ` ${' '.repeat(addresses)} ` : `[${ip ?? UNKNOWN}]`.padEnd(addresses + 2);
  return [
    `${name.padEnd(names)} ${where}`,
    ...(mx === undefined ? [] : [` MX=${mx}`]),
    ...(port === undefined ? [] : [` port=${port}`]),
    ...(unusable === undefined ? [] : [' ** unusable **']),
  ].join('');
}
