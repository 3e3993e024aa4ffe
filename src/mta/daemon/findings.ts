/** What `serve` says when it cannot: a row for each kind of fault. */
import { type Finding, type FindingDef, findingRows, say } from '../../base/index.ts';
import type { StartFault } from './types.ts';

const row = findingRows('serve');

const ROWS: Readonly<Record<StartFault['about'], FindingDef>> = {
  listen: row(
    'listen',
    'error',
    'A place to listen at cannot be had',
    'Something else listens there, the port is for root alone, the address is none of this host, or the option that names it cannot be understood. Nothing is served, also at the other places.',
    [],
  ),
  user: row(
    'user',
    'error',
    'There is nobody to serve mail as',
    'Started as root, the server goes on as exim_user and exim_group once it has bound its ports. That user must be there and must not be root.',
    [],
  ),
  tls: row(
    'tls',
    'error',
    'TLS cannot be offered as it is configured',
    'A certificate, a key or a list of ciphers is wrong or missing. Clients would be told that TLS is not available, and mail would travel in clear; so the server does not start.',
    [],
  ),
  folder: row(
    'folder',
    'error',
    'A folder cannot be written to',
    'Messages are kept there before they are answered for. It must be there, or there must be a place to make it, and it must belong to the user the server runs as.',
    [],
  ),
  serving: row(
    'serving',
    'error',
    'The processes that serve could not begin',
    'The server started, and a worker process then met what keeps it from serving: the spool may be in use or damaged.',
    [],
  ),
};

export const serveFindings: readonly FindingDef[] = Object.values(ROWS);

export const findingOfFault = (fault: StartFault): Finding =>
  say(ROWS[fault.about], { detail: faultText(fault), ...(fault.hint !== undefined && { fix: fault.hint }) });

/** With the line of the configuration before it, where there is one. */
export const faultText = ({ message, at }: StartFault): string =>
  at === undefined ? message : `${at.file}:${at.line}: ${message}`;
