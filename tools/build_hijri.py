"""Writes `arabic/data/hijri.tsv`: the years of the Umm al-Qura calendar, as `hijridate` (MIT) knows them.

pip install '.[build]' && python tools/build_hijri.py
"""

from pathlib import Path

from hijridate import Hijri
from hijridate.ummalqura import HIJRI_RANGE

TARGET = Path(__file__).parents[1] / "arabic" / "data" / "hijri.tsv"


def main() -> None:
    lines = [
        "# Years of the Umm al-Qura calendar: Hijri year, the Gregorian day of 1 Muharram, the days of each month.",
        "# Made by tools/build_hijri.py from hijridate (MIT, © Mohammed Alshehri).",
    ]
    for year in range(HIJRI_RANGE[0][0], HIJRI_RANGE[1][0] + 1):
        begins = Hijri(year, 1, 1).to_gregorian().isoformat()
        lengths = " ".join(str(Hijri(year, month, 1).month_length()) for month in range(1, 13))
        lines.append(f"{year}\t{begins}\t{lengths}")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
