"""`python -m demo`: the same as `python manage.py demo`."""

import sys

from demo.build import main

sys.exit(main(sys.argv[1:]))
