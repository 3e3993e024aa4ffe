import type { DsnLanguage } from './types.ts';

export const dutch: DsnLanguage = {
  tag: 'nl',
  subjects: {
    failed: 'Uw bericht kon niet worden bezorgd',
    delayed: 'De bezorging van uw bericht is vertraagd',
    delivered: 'Uw bericht is bezorgd',
    relayed: 'Uw bericht is doorgegeven',
    expanded: 'Uw bericht is doorgegeven aan een lijst',
  },
  automatic: (host) => `Dit is een automatisch bericht van het mailsysteem ${host}.`,
  intros: {
    failed: 'Uw bericht kon bij de volgende ontvangers niet worden bezorgd; er volgen geen pogingen meer:',
    delayed:
      'Uw bericht is bij de volgende ontvangers nog niet bezorgd. U hoeft niets te doen: er volgen nieuwe pogingen.',
    delivered: 'Uw bericht is bij de volgende ontvangers bezorgd:',
    relayed:
      'Uw bericht is voor de volgende ontvangers doorgegeven aan een systeem dat de bezorging misschien niet bevestigt:',
    expanded: 'Uw bericht is bezorgd bij de volgende lijsten, die het hebben doorgestuurd:',
  },
  reasons: {
    'no-mailbox': 'Deze mailbox bestaat niet.',
    'no-domain': 'Het domein van het adres bestaat niet of ontvangt geen mail.',
    disabled: 'De mailbox neemt geen berichten aan.',
    full: 'De mailbox is vol.',
    'too-large': 'Het bericht is te groot.',
    refused: 'Het bericht is geweigerd.',
    unreachable: 'Het mailsysteem van de ontvanger was niet bereikbaar.',
    expired: 'Het bericht kon niet binnen de gestelde tijd worden bezorgd.',
    loop: 'Het bericht ging in een kring rond.',
  },
  said: (host) => `De server ${host} meldde:`,
  retry: (until) => `Er wordt geprobeerd tot ${until}.`,
  returned: {
    full: 'Uw bericht is bijgevoegd.',
    headers: 'De kop van uw bericht is bijgevoegd.',
    none: 'Uw bericht is niet bijgevoegd.',
  },
};
