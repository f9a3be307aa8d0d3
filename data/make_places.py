"""Writes the table of the names of places (ISO 3166) into the package, from pycountry.

python data/make_places.py
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pycountry

TABLE: Final = Path(__file__).parents[1] / "src/libcert/model/place_names.py"
WITH_PARTS: Final = ("AT", "AU", "BE", "CA", "CH", "DE", "GB", "IN", "NG", "NL", "PK", "US", "ZA")
"""The countries whose parts are in the table: the catalogue or its readers may name them."""


def place_names() -> Iterator[tuple[str, str]]:
    """Yield the code and the name of each country, followed by those of its parts."""
    for country in sorted(pycountry.countries, key=lambda country: country.alpha_2):
        yield country.alpha_2, getattr(country, "common_name", country.name)
        if country.alpha_2 not in WITH_PARTS:
            continue
        for part in sorted(pycountry.subdivisions, key=lambda part: part.code):
            is_top = part.parent_code is None and part.name != country.name
            if is_top and part.country_code == country.alpha_2:
                yield part.code, part.name.partition(" [")[0]  # the name in another language


def table() -> str:
    """Return the source code of the table."""
    lines = "".join(f'    "{code}": "{name}",\n' for code, name in place_names())
    return (
        '"""The names of countries and of parts of some of them, by ISO 3166 code.\n\n'
        '`data/make_places.py` writes this table from pycountry.\n"""\n\n'
        f"from typing import Final\n\nNAMES: Final = {{\n{lines}}}\n"
    )


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
