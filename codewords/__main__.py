"""Run the command line as `python -m codewords`."""

from __future__ import annotations

from codewords.cli import main

if __name__ == "__main__":
    main()
