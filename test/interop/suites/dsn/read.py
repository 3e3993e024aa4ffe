"""One base64 mail a line in, what Python's email package and flufl.bounce make of it out, as JSON a line."""
import base64
import email
import email.policy
import json
import sys

from flufl.bounce import all_failures


def groups(message):
    for part in message.walk():
        if part.get_content_type() == 'message/delivery-status':
            return [[[name, ' '.join(str(value).split())] for name, value in group.items()] for group in part.get_payload()]
        if part.get_content_type() == 'message/rfc822' and part is not message:
            break
    return []


for line in sys.stdin:
    octets = base64.b64decode(line)
    message = email.message_from_bytes(octets, policy=email.policy.compat32)
    temporary, permanent = all_failures(message)
    parts = message.get_payload()
    print(json.dumps({
        'groups': groups(message),
        'types': [part.get_content_type() for part in parts] if message.is_multipart() else [],
        'defects': [type(defect).__name__ for part in message.walk() for defect in part.defects],
        'temporary': sorted(one.decode() for one in temporary),
        'permanent': sorted(one.decode() for one in permanent),
    }))
