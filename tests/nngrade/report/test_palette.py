"""The page's colours can be read by everyone, in light and in dark."""

import numpy as np
import pytest

from nngrade.report.palette import DARK, LIGHT, Tone

TEXT = (
    Tone.INK,
    Tone.MUTED,
    Tone.ACCENT,
    Tone.SIMPLE,
    Tone.GENERAL,
    Tone.RIGHT,
    Tone.WRONG,
)
# How linear RGB looks to those without green or red cones (Machado et al., 2009, severity 1).
COLOUR_BLIND = {
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
}
TO_XYZ = np.array(
    [
        [0.4124, 0.3576, 0.1805],
        [0.2126, 0.7152, 0.0722],
        [0.0193, 0.1192, 0.9505],
    ]
)


def linear(colour):
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    darker, lighter = sorted((TO_XYZ @ linear(colour))[1] for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def lab(rgb):
    white = TO_XYZ.sum(axis=1)
    f = np.cbrt(TO_XYZ @ np.clip(rgb, 0, 1) / white)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_each_mode_has_a_colour_for_everything(palette):
    assert set(palette) == set(Tone)


@pytest.mark.parametrize("ground", [Tone.PAGE, Tone.SURFACE])
@pytest.mark.parametrize("tone", TEXT)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_the_contrast_that_wcag_asks_for(palette, tone, ground):
    assert contrast(palette[tone], palette[ground]) >= 4.5


@pytest.mark.parametrize("pair", [(Tone.RIGHT, Tone.WRONG), (Tone.SIMPLE, Tone.GENERAL)])
@pytest.mark.parametrize("eyes", COLOUR_BLIND)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_pairs_stay_apart_for_colour_blind_eyes(palette, eyes, pair):
    seen = [lab(np.array(COLOUR_BLIND[eyes]) @ linear(palette[tone])) for tone in pair]
    assert np.linalg.norm(seen[0] - seen[1]) >= 30
