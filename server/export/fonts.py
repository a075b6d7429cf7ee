"""The fonts of exported PDF files: Noto's, which come with Parley, then those of the machine."""

import os
from pathlib import Path
from xml.sax.saxutils import escape

import manimgx_fonts
import noto_cjk_sans_otc

DIRECTORIES = tuple(Path(str(each.__file__)).parent for each in (manimgx_fonts, noto_cjk_sans_otc))
"""Noto Sans for some twenty scripts and for emoji; Noto Sans CJK for Chinese, Japanese and Korean."""
SYSTEM = "/etc/fonts/fonts.conf"
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">{system}</include>
{directories}
<cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def find_fonts(directory: Path) -> None:
    """Have Fontconfig look for fonts in these places, by a file in the directory, when it is next loaded."""
    system = os.environ.get("FONTCONFIG_FILE", SYSTEM)
    places = "\n".join(f"<dir>{escape(str(each))}</dir>" for each in DIRECTORIES)
    path = directory / "fonts.conf"
    path.write_text(CONFIGURATION.format(system=escape(system), directories=places), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(path)
