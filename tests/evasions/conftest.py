from __future__ import annotations

import sys
from pathlib import Path

# The benchmark finds the generators in the same way.
sys.path.insert(0, str(Path(__file__).resolve().parent))
