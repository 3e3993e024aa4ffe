import { refusal, type VerbRow } from './types.ts';

export const discard: VerbRow = {
  name: 'discard',
  decide: (came, endpass) => {
    if (came === 'ok' || came === 'discard') return 'discard';
    return endpass ? refusal(came) : undefined;
  },
  speaksOn: ['ok', 'fail', 'drop'],
};
