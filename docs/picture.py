"""Draw the picture of the README: `python docs/picture.py`. `--check` compares it with the file."""

import io
import re
import sys
from pathlib import Path

from example import on_a_terminal
from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).with_name("libcert.svg")
COLUMNS = 100
WORK = "2025-05-23.. academic full-time"
COMMANDS = (
    "libcert filter --where vermont --max-cost 100 --suits assistant --type certificate",
    "libcert show NE-PLC",
    f'libcert check CALT --on 2026-11-23 --education associate --experience "{WORK}"',
)


def draw() -> str:
    """Return the picture as SVG."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    for command in COMMANDS:
        console.print(Text(f"$ {command}", "bold cyan"))
        console.print(Text.from_ansi(on_a_terminal(command, COLUMNS, "xterm")))
    svg = console.export_svg(title="libcert", unique_id="libcert")
    # Use the monospace font of the browser instead of a font from the network.
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        PICTURE.write_text(draw(), encoding="utf-8")
    elif PICTURE.read_text(encoding="utf-8") != draw():
        sys.exit("docs/libcert.svg is out of date: run `python docs/picture.py`")
