/** All worlds. */
import { events } from './events.ts';
import { grouping } from './grouping.ts';
import { crowded, forgetful, kept, loaded, overridden, patient } from './housekeeping.ts';
import { lmtp } from './lmtp.ts';
import { naming } from './naming.ts';
import { owning } from './owning.ts';
import { queueing } from './queueing.ts';
import { redirecting } from './redirecting.ts';
import { reports } from './reports.ts';
import { resting } from './resting.ts';
import { retrying } from './retrying.ts';
import { headersAlone, limited } from './returned.ts';
import { routing } from './routing.ts';
import { answering } from './sites/answering.ts';
import { copies } from './sites/copies.ts';
import { corners } from './sites/corners.ts';
import { eventful } from './sites/eventful.ts';
import { forwards } from './sites/forwards.ts';
import { lastWords } from './sites/lastwords.ts';
import { leanWorlds } from './sites/lean.ts';
import { mailroom } from './sites/mailroom.ts';
import { mixtures } from './sites/mixtures.ts';
import { notices } from './sites/notices.ts';
import { onward } from './sites/onward.ts';
import { parcels } from './sites/parcels.ts';
import { paths } from './sites/paths.ts';
import { programs } from './sites/programs.ts';
import { retryNames } from './sites/retrynames.ts';
import { rewritten } from './sites/rewritten.ts';
import { rules } from './sites/rules.ts';
import { secured } from './sites/secured.ts';
import { shapes } from './sites/shapes.ts';
import { signedSenders } from './sites/signedsenders.ts';
import { sinks } from './sites/sinks.ts';
import { smarthost } from './sites/smarthost.ts';
import { contents, envelopes } from './sites/stages.ts';
import { tellers } from './sites/tellers.ts';
import { told } from './sites/told.ts';
import { trifles } from './sites/trifles.ts';
import { virtual } from './sites/virtual.ts';
import { waits, waitsForgotten } from './sites/waits.ts';
import { smtp } from './smtp.ts';
import { tls } from './tls.ts';
import { logging, type World } from './types.ts';
import { usual } from './usual.ts';

export const WORLDS: readonly World[] = [
  usual,
  reports,
  limited,
  headersAlone,
  events,
  told,
  trifles,
  grouping,
  queueing,
  routing,
  redirecting,
  resting,
  owning,
  retrying,
  smtp,
  tls,
  lmtp,
  naming,
  kept,
  forgetful,
  patient,
  overridden,
  loaded,
  crowded,
  smarthost,
  virtual,
  programs,
  retryNames,
  notices,
  paths,
  rewritten,
  onward,
  envelopes,
  contents,
  secured,
  tellers,
  shapes,
  answering,
  ...leanWorlds,
  signedSenders,
  rules,
  parcels,
  forwards,
  corners,
  sinks,
  mailroom,
  eventful,
  copies,
  waits,
  waitsForgotten,
  mixtures,
  lastWords,
  logging(mixtures, 'mixturesusual', ''),
  logging(mixtures, 'mixturesbare', 'log_selector = -all'),
  logging(lastWords, 'lastwordsusual', ''),
];
