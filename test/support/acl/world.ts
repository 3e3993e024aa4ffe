/** A world for an ACL without a session: facts by their names, services from the table's own store. */
import { fixedClock } from '../clock.ts';
