/** Where the road begins, and the names that lead there. */
import { a, mx, type Zone } from '../../framework/name-server.ts';

/** No interface has it, so that it is not this host. */
export const ROAD = '127.0.71.1';

export const ZONE: Zone = {
  'example.net': [mx(10, 'sink.example')],
  'one.example': [mx(10, 'sink.example')],
  'two.example': [mx(10, 'dead.example'), mx(20, 'sink.example')],
  'three.example': [a(ROAD)],
  'sink.example': [a(ROAD)],
  // Nothing listens there.
  'dead.example': [a('127.0.71.9')],
};
