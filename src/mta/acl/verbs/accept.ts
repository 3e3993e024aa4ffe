import { refusal, type VerbRow } from './types.ts';

export const accept: VerbRow = {
  name: 'accept',
  decide: (came, endpass) => {
    if (came === 'ok') return 'accept';
    if (came === 'discard') return 'discard';
    return endpass ? refusal(came) : undefined;
  },
  speaksOn: ['ok', 'fail', 'drop'],
};
