# One base64 mail a line in, what Sisimai makes of it out, as JSON a line.
use strict;
use warnings;
use MIME::Base64;
use JSON::PP;
use Sisimai;

my $json = JSON::PP->new->canonical;
while (my $line = <STDIN>) {
    my $mail = decode_base64($line);
    $mail =~ s/\r\n/\n/g;
    # Sisimai takes the words of a mail by reference; it wants a mailbox.
    $mail = "From MAILER-DAEMON Wed Nov 25 10:00:00 2026\n$mail";
    my $found = Sisimai->make(\$mail, delivered => 1) || [];
    print $json->encode([map { {
        address => $_->recipient->address, action => $_->action, status => $_->deliverystatus,
        code => $_->replycode, host => $_->rhost, said => $_->diagnosticcode, reason => $_->reason,
    } } @$found]), "\n";
}
