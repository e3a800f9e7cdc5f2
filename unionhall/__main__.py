"""`python -m unionhall`: the same door as the console script."""

import sys

from unionhall.config.cli import main

sys.exit(main())
