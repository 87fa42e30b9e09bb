"""The colours of the page and of its figures, by what they stand for, in light and in dark.

The two networks and right and wrong differ for readers who don't tell red from green
(after Okabe and Ito), and never by colour alone.
"""

from enum import StrEnum


class Tone(StrEnum):
    """What a colour stands for; the page knows it as the CSS variable of this name."""

    PAGE = "page"
    SURFACE = "surface"
    INK = "ink"
    MUTED = "muted"
    LINE = "line"
    ACCENT = "accent"
    SIMPLE = "simple"
    GENERAL = "general"
    RIGHT = "right"
    WRONG = "wrong"


LIGHT = {
    Tone.PAGE: "#f4f6f8",
    Tone.SURFACE: "#ffffff",
    Tone.INK: "#1d2733",
    Tone.MUTED: "#566372",
    Tone.LINE: "#d5dce3",
    Tone.ACCENT: "#2c5d8f",
    Tone.SIMPLE: "#0070b4",
    Tone.GENERAL: "#a85c00",
    Tone.RIGHT: "#00755c",
    Tone.WRONG: "#bf3110",
}

DARK = {
    Tone.PAGE: "#12171d",
    Tone.SURFACE: "#1a2129",
    Tone.INK: "#e5eaf0",
    Tone.MUTED: "#9eabb9",
    Tone.LINE: "#36424e",
    Tone.ACCENT: "#85b7e8",
    Tone.SIMPLE: "#5cb3ee",
    Tone.GENERAL: "#eba53f",
    Tone.RIGHT: "#3ccbae",
    Tone.WRONG: "#ff7d52",
}

# For pictures in files of their own, which stand on white pages and on black ones: at least 4 to 1
# in contrast against both, lines aside.
BETWEEN = {
    Tone.PAGE: "#808080",
    Tone.SURFACE: "#808080",
    Tone.INK: "#6f7b88",
    Tone.MUTED: "#737f8c",
    Tone.LINE: "#a0aab4",
    Tone.ACCENT: "#3a7dbb",
    Tone.SIMPLE: "#2a7fc4",
    Tone.GENERAL: "#b56c12",
    Tone.RIGHT: "#14896f",
    Tone.WRONG: "#cf4f2a",
}
