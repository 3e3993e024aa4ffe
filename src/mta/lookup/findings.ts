/** What is said of one lookup. */
import { findingRows } from '../../base/index.ts';

const row = findingRows('lookup');
const REFS = ['Exim spec ch. "File and database lookups"'];

export const found = row(
  'found',
  'ok',
  'The lookup found something',
  'There are data for the key, or the query.',
  REFS,
);

export const notFound = row(
  'not-found',
  'error',
  'The lookup found nothing',
  'Who was asked is sure that there is nothing: a list does not match, ${lookup takes its second string, a router declines.',
  REFS,
);

export const deferred = row(
  'deferred',
  'unknown',
  'The lookup could not be decided',
  'No answer can be had just now: a server that is down, a damaged file, a key that is none. This is never taken for "not found": mail waits.',
  REFS,
  'Look at the message, which says who did not answer, or what is wrong with the file.',
);

export const lookupFindings = [found, notFound, deferred];
