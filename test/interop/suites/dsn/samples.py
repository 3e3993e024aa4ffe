"""The bounces that flufl.bounce's Debian package is tested with, and what it finds in them, as JSON a line."""
import base64
import email
import json
import pathlib

import flufl.bounce
from flufl.bounce import all_failures

folder = pathlib.Path(flufl.bounce.__file__).parent / 'tests' / 'data'
for file in sorted(folder.glob('*.txt')):
    octets = file.read_bytes()
    temporary, permanent = all_failures(email.message_from_bytes(octets))
    print(json.dumps({
        'name': file.stem,
        'mail': base64.b64encode(octets).decode(),
        'temporary': sorted(one.decode() for one in temporary),
        'permanent': sorted(one.decode() for one in permanent),
    }))
