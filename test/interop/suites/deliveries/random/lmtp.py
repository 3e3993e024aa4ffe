"""Speaks LMTP on its standard channels: says no to some, to all, or goes away."""
import sys

mood = sys.argv[1] if len(sys.argv) > 1 else ''
recipients = 0


def say(line):
    sys.stdout.write(line + '\r\n')
    sys.stdout.flush()


def end_of_content():
    for line in sys.stdin:
        if line.rstrip('\r\n') == '.':
            return


say('421 busy' if mood == 'busy' else '220 lmtp')
for line in sys.stdin:
    verb = line[:4].upper()
    if verb == 'LHLO':
        say('250-lmtp\r\n250 PIPELINING')
    elif verb == 'MAIL':
        recipients = 0
        say('250 ok')
    elif verb == 'RCPT':
        if mood == 'refuses':
            say('550 5.1.1 no')
        elif mood == 'dies':
            sys.exit(1)
        else:
            recipients += 1
            say('250 ok')
    elif verb == 'DATA':
        if recipients == 0:
            say('503 nobody')
            continue
        say('354 go on')
        end_of_content()
        for at in range(recipients):
            say('452 4.2.2 full' if mood == 'some' and at == 0 else '250 2.0.0 taken')
    elif verb == 'QUIT':
        say('221 bye')
        break
    else:
        say('250 ok')
