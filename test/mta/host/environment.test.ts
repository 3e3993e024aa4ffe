/** The environment that is left, as `${env{…}}` and `-bP environment` of Exim 4.96 show it. */
import { expect, it } from 'vitest';
import { keptEnvironment } from '../../../src/mta/host/system/environment.ts';

const AROUND = { TZ: 'Asia/Tokyo', HOME: '/h', PATH: '/bin' };

it.each([
  [{}, {}],
  [{ keep: 'PATH' }, { PATH: '/bin' }],
  [{ keep: 'TZ : HOME' }, { HOME: '/h' }],
  [{ keep: 'TZ', zone: 'UTC' }, { TZ: 'Asia/Tokyo' }],
  [{ add: 'TZ=Europe/Vienna : A=b' }, { A: 'b' }],
  [{ add: 'TZ=Europe/Vienna', zone: 'utc' }, { TZ: 'Europe/Vienna' }],
  [{ add: 'TZ=Europe/Vienna', zone: 'Europe/Rome' }, { TZ: 'Europe/Rome' }],
])('%j leaves %j: the zone is what timezone says', (settings, left) =>
  expect(keptEnvironment(settings, AROUND)).toEqual(left),
);
