"""``python -m extract`` is the command ``gisa``."""

import signal
import sys
from types import FrameType


def interrupted(signum: int, frame: FrameType | None) -> None:
    """Leave without a word: nothing has been begun."""
    sys.exit(130)


def main() -> None:
    """The entry point of the command."""
    signal.signal(signal.SIGINT, interrupted)  # loading takes its time, too
    from extract.cli import app

    app()


if __name__ == "__main__":
    main()
