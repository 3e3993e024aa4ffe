/** The time of day in its many forms. */
import type { VariableRow } from '../ast.ts';
import { clean } from '../outcome.ts';
import { logDate, mailboxDate, mailDate, zone } from '../values/dates.ts';

const row = (name: string, doc: string, form: (now: Date) => string): VariableRow => ({
  name,
  group: 'time',
  tainted: false,
  doc,
  read: (run) => clean(form(run.host.clock.now())),
});

const digits = (date: Date): string => date.toISOString().replace(/\D/g, '').slice(0, 14);

export const TIME_VARIABLES = [
  row('tod_bsdinbox', 'As in the From line of a mailbox: Thu Oct 17 17:14:09 1995.', mailboxDate),
  row('tod_epoch', 'Seconds since 1970.', (now) => String(Math.floor(now.getTime() / 1000))),
  row('tod_epoch_l', 'Microseconds since 1970.', (now) => String(now.getTime() * 1000)),
  row('tod_full', 'As in the Date field of a mail.', mailDate),
  row('tod_log', 'As in logs: 1995-10-12 15:32:29.', logDate),
  row('tod_logfile', 'As in the names of logs: 19951012.', (now) => logDate(now).slice(0, 10).replaceAll('-', '')),
  row('tod_zone', 'The distance from UTC: -0500.', zone),
  row('tod_zulu', 'In UTC: 20030221154023Z.', (now) => `${digits(now)}Z`),
];
